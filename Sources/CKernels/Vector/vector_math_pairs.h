// Functions of two arguments that combine the functions above.

// √(a² + b²) without overflow. Infinite if either argument is infinite, even if the other is NaN, as in C.
INLINE vreal NAME(vhypot)(vreal a, vreal b) {
    const vreal infinity = broadcast((REAL)__builtin_inf());
    a = NAME(vabs)(a), b = NAME(vabs)(b);
    vreal greater = NAME(vmax)(a, b), less = NAME(vmin)(a, b);
    vreal ratio = less / choose((vint)(greater == 0), broadcast(1), greater);
    vreal result = greater * NAME(vsqrt)(1 + ratio * ratio);
    return choose((vint)(a == infinity) | (vint)(b == infinity), infinity, result);
}

// log(eᵃ + eᵇ) = max(a, b) + log1p(e^−|a − b|).
INLINE vreal NAME(vlogaddexp)(vreal a, vreal b) {
    vreal greater = NAME(vmax)(a, b), distance = NAME(vabs)(a - b);
    // Equal infinities have no distance.
    distance = choose((vint)(a == b), broadcast(0), distance);
    vint is_infinite = (vint)(NAME(vabs)(greater) == (REAL)__builtin_inf());
    return choose(is_infinite, greater, greater + NAME(vlog1p)(NAME(vexp)(-distance)));
}
