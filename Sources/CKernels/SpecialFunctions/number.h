// The arithmetic of a kernel that is compiled twice: for numbers, and for numbers with the derivative with respect to
// one parameter, if WITH_DERIVATIVE is not 0. A number with a derivative is a complex number, whose imaginary part is
// SYNANN_STEP times the derivative. Products of two imaginary parts are below 2^-190 and change no real part. There is
// no include guard, because a source includes the file twice.
//
//   NUMBER                        the type of the numbers
//   NAME(f)                       the name of the function f for this type
//   VALUE(a)                      the number a without its derivative
//   QUOTIENT(a, b)                a / b
//   CHAIN(a, value, derivative)   the value of a function of a, with the derivative by the chain rule
//   CHAIN_OF_TWO                  the value of a function of two numbers, with the derivative by the chain rule
//   IS_SMALL(term, sum)           whether the term is too small to change the sum

#include <complex.h>
#include <math.h>

#define SYNANN_STEP 0x1p-100
#define SYNANN_EPSILON 0x1p-53

#undef NUMBER
#undef NAME
#undef VALUE
#undef CHAIN
#undef CHAIN_OF_TWO
#undef QUOTIENT
#undef IS_SMALL

#if WITH_DERIVATIVE

#define NUMBER double complex
#define NAME(name) name##_derivative
#define VALUE(a) creal(a)
#define CHAIN(a, value, derivative) __builtin_complex((double)(value), (double)(derivative) * cimag(a))
#define CHAIN_OF_TWO(a, b, value, by_a, by_b)                                           \
    __builtin_complex((double)(value), (double)(by_a) * cimag(a) + (double)(by_b) * cimag(b))
#define QUOTIENT(a, b) quotient_of_complex(a, b)
#define IS_SMALL(term, sum)                                                            \
    (fabs(creal(term)) <= SYNANN_EPSILON * fabs(creal(sum))                            \
     && fabs(cimag(term)) <= SYNANN_EPSILON * (fabs(cimag(sum)) + SYNANN_STEP * 0x1p-10 * fabs(creal(sum))))

// Returns a / b. C's quotient of complex numbers scales the operands, which takes longer and is not needed here.
static inline double complex quotient_of_complex(double complex a, double complex b) {
    double value = creal(a) / creal(b);
    return __builtin_complex(value, (cimag(a) - value * cimag(b)) / creal(b));
}

#else

#define NUMBER double
#define NAME(name) name##_value
#define VALUE(a) (a)
#define CHAIN(a, value, derivative) (value)
#define CHAIN_OF_TWO(a, b, value, by_a, by_b) (value)
#define QUOTIENT(a, b) ((a) / (b))
#define IS_SMALL(term, sum) (fabs(term) <= SYNANN_EPSILON * fabs(sum))

#endif

static inline __attribute__((unused)) NUMBER NAME(exp)(NUMBER a) {
    double value = exp(VALUE(a));
    return CHAIN(a, value, value);
}

static inline __attribute__((unused)) NUMBER NAME(expm1)(NUMBER a) {
    double value = expm1(VALUE(a));
    return CHAIN(a, value, value + 1);
}

static inline __attribute__((unused)) NUMBER NAME(log)(NUMBER a) {
    return CHAIN(a, log(VALUE(a)), 1 / VALUE(a));
}

static inline __attribute__((unused)) NUMBER NAME(log1p)(NUMBER a) {
    return CHAIN(a, log1p(VALUE(a)), 1 / (1 + VALUE(a)));
}

static inline __attribute__((unused)) NUMBER NAME(sqrt)(NUMBER a) {
    double value = sqrt(VALUE(a));
    return CHAIN(a, value, 0.5 / value);
}

// Returns base^exponent. The base has no derivative.
static inline __attribute__((unused)) NUMBER NAME(pow)(double base, NUMBER exponent) {
    double value = pow(base, VALUE(exponent));
    return CHAIN(exponent, value, value == 0 ? 0 : value * log(base));
}

// IS_ONE(factor, product) tells whether `factor`, a factor of `product`, is 1 except for rounding.
#undef IS_ONE
#if WITH_DERIVATIVE
#define IS_ONE(factor, product)                                                        \
    (fabs(creal(factor) - 1) <= 2 * SYNANN_EPSILON                                      \
     && fabs(cimag(factor)) <= 4 * SYNANN_EPSILON * (fabs(cimag(product) / creal(product)) + SYNANN_STEP))
#else
#define IS_ONE(factor, product) (fabs((factor) - 1) <= 2 * SYNANN_EPSILON)
#endif
