// Interim: each lane calls the C library. Vector polynomials take its place.
#define LANEWISE(f, e) INLINE vreal NAME(f)(vreal v){ vreal r; for(int i=0;i<LANES;i++){ double x=v[i]; r[i]=(REAL)(e);} return r; }
#include <math.h>
LANEWISE(vabs,fabs(x)) LANEWISE(vsign,(x>0)-(x<0)) LANEWISE(vsquare,x*x) LANEWISE(vreciprocal,1/x) LANEWISE(vsqrt,sqrt(x)) LANEWISE(vfloor,floor(x)) LANEWISE(vceil,ceil(x)) LANEWISE(vround,rint(x)) LANEWISE(vrelu,x>0||x!=x?x:0) LANEWISE(vexp,exp(x)) LANEWISE(vexpm1,expm1(x)) LANEWISE(vlog,log(x)) LANEWISE(vlog1p,log1p(x)) LANEWISE(vtanh,tanh(x)) LANEWISE(vsigmoid,1/(1+exp(-x))) LANEWISE(vsoftplus,log1p(exp(x))) LANEWISE(verf,erf(x)) LANEWISE(vsin,sin(x)) LANEWISE(vcos,cos(x))
INLINE vreal NAME(vpow)(vreal a, vreal b){ vreal r; for(int i=0;i<LANES;i++) r[i]=(REAL)pow(a[i],b[i]); return r; }
INLINE vreal NAME(vmin)(vreal a, vreal b){ return choose((a<b)|(a!=a),a,b);} 
INLINE vreal NAME(vmax)(vreal a, vreal b){ return choose((a>b)|(a!=a),a,b);} 
