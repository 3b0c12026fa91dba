// Functions of two arguments, computed by the functions of one argument in the other vector_math_ headers.

// Returns √(a² + b²) without an overflow of the squares. As in C, the result is infinite if a or b is infinite, also if
// the other number is NaN.
INLINE vreal NAME(vhypot)(vreal a, vreal b) {
    const vreal infinity = broadcast((REAL)__builtin_inf());
    a = NAME(vabs)(a), b = NAME(vabs)(b);
    vreal greater = NAME(vmax)(a, b), less = NAME(vmin)(a, b);
    vreal ratio = less / choose((vint)(greater == 0), broadcast(1), greater);
    vreal result = greater * NAME(vsqrt)(1 + ratio * ratio);
    return choose((vint)(a == infinity) | (vint)(b == infinity), infinity, result);
}

// Returns log(eᵃ + eᵇ) = max(a, b) + log1p(e^−|a − b|).
INLINE vreal NAME(vlogaddexp)(vreal a, vreal b) {
    vreal greater = NAME(vmax)(a, b), distance = NAME(vabs)(a - b);
    // The difference of equal infinities is NaN, so the distance of equal numbers is set to 0.
    distance = choose((vint)(a == b), broadcast(0), distance);
    vint is_infinite = (vint)(NAME(vabs)(greater) == (REAL)__builtin_inf());
    return choose(is_infinite, greater, greater + NAME(vlog1p)(NAME(vexp)(-distance)));
}
