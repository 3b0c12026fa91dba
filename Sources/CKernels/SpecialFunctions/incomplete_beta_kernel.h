// The regularized incomplete beta function I_x(a, b) and the complement 1 − I_x(a, b). incomplete_beta.c includes this
// file twice: for numbers, and for numbers with the derivative with respect to a or b. The macros of number.h define
// the type of the numbers.
//
// Source: A. R. DiDonato and A. H. Morris, "Algorithm 708: Significant digit computation of the incomplete beta
// function ratios", ACM TOMS 18 (1992) 360–373: the continued fraction (9) and the asymptotic expansion (20).

#include "gamma_kernel.h"

#define LOCAL static __attribute__((unused))

typedef struct {
    NUMBER lower, upper;
} NAME(beta_tails);

// Returns a − (a + b) x, which is a + b times the difference of the mean a/(a + b) and x. With y = 1 − x this is (a +
// b) y − b. The code uses the lesser of x and y, which has no rounding error.
LOCAL NUMBER NAME(distance)(NUMBER a, NUMBER b, double x, double y) {
    return x <= y ? a - (a + b) * x : (a + b) * y - b;
}

LOCAL NUMBER NAME(stirling_of_beta)(NUMBER a, NUMBER b) {
    return NAME(stirling)(a) + NAME(stirling)(b) - NAME(stirling)(a + b);
}

// Returns e^(−a δ(−λ/a) − b δ(λ/b)) with δ(μ) = μ − log(1 + μ) and λ = a − (a + b) x. The result is x^a y^b divided by
// the greatest value of this product, where y is 1 − x.
LOCAL NUMBER NAME(exp_of_beta_deviance)(NUMBER a, NUMBER b, double x, double y) {
    double first = VALUE(a), second = VALUE(b), sum = first + second;
    double lost = synann_sum_rest(first, second, sum), least = x <= y ? x : y, own = x <= y ? first : second;
    double product = sum * least, product_rest = fma(sum, least, -product) + lost * least;
    double lambda = own - product, lambda_rest = synann_sum_rest(own, -product, lambda) - product_rest;
    if (x > y) {
        lambda = -lambda;
        lambda_rest = -lambda_rest;
    }
    synann_deviance left = synann_deviance_of(first, -lambda, -lambda_rest, x * sum / first);
    synann_deviance right = synann_deviance_of(second, lambda, lambda_rest, y * sum / second);
    // The sum left.main + right.main has another rounding error, `main_rest`.
    double main = left.main + right.main, main_rest = synann_sum_rest(left.main, right.main, main);
    double value = synann_exp_of_deviance(main, left.rest + right.rest + main_rest);
    return CHAIN_OF_TWO(a, b, value, value == 0 ? 0 : value * left.logarithm, value == 0 ? 0 : value * right.logarithm);
}

// Returns y^b for y = 1 − x. If y > ½, y has a rounding error. The code then uses log(1 − x) or multiplies by a
// correction.
LOCAL NUMBER NAME(complement_power)(NUMBER b, double x, double y) {
    if (x < 0.3)
        return NAME(exp)(b * log1p(-x));
    return y > 0.5 ? NAME(pow)(y, b) * (1 + b * (((1 - y) - x) / y)) : NAME(pow)(y, b);
}

// Returns x^s y^l / (s B(s, l)) for a small s, where y is 1 − x and B is the beta function. If `has_complement` is 0,
// the result has no factor y^l. In 1/B(s, l), the quotient Γ(s + l) / Γ(l) is l^s times a number near 1.
LOCAL NUMBER NAME(power_of_small)(NUMBER s, NUMBER l, double x, double y, int has_complement) {
    NUMBER rest = VALUE(s) <= 1 ? NAME(small_ratio_rest)(s, l) : NAME(ratio_rest)(s, l);
    double product = x * VALUE(l);
    // `power` is (x l)^s. If x l may underflow, the code multiplies x^s by l^s. The line after this one adds the
    // derivative with respect to l.
    NUMBER power = product > 0x1p-1000 ? NAME(pow)(product, s) : NAME(pow)(x, s) * NAME(pow)(VALUE(l), s);
    power = power + power * s * (QUOTIENT(l, VALUE(l)) - 1);
    NUMBER value = QUOTIENT(power * NAME(exp)(rest), NAME(gamma_1p)(s));
    if (!has_complement)
        return value;
    // y^l may underflow although the result does not, so the code multiplies by y^(l/2) twice.
    NUMBER half = NAME(complement_power)(0.5 * l, x, y);
    if (VALUE(half) == 0)
        return 0;
    return half * value * half;
}

// Returns x^a y^b / B(a, b), where y is 1 − x and B is the beta function.
LOCAL NUMBER NAME(beta_power)(NUMBER a, NUMBER b, double x, double y) {
    double first = VALUE(a), second = VALUE(b), least = fmin(first, second);
    if (first + second < 150) {
        NUMBER left = NAME(complement_power)(a, y, x);
        NUMBER right = NAME(complement_power)(b, x, y), sum = a + b;
        if (VALUE(left) > 0x1p-900 && VALUE(right) > 0x1p-900) {
            // The rounding error of a + b changes log Γ(1 + a + b) by this error times ψ(1 + a + b), which is about
            // log(a + b + ½). ψ is the digamma function.
            double lost = synann_sum_rest(first, second, VALUE(sum)) * log(VALUE(sum) + 0.5);
            NUMBER factor = QUOTIENT(a, sum) * b * NAME(gamma_1p)(sum) * (1 + lost);
            return QUOTIENT(QUOTIENT(factor, NAME(gamma_1p)(a)), NAME(gamma_1p)(b)) * left * right;
        }
    }
    if (least >= 8) {
        NUMBER scale = a * QUOTIENT(b, a + b) * 0.159154943091895335768883763373;
        return NAME(sqrt)(scale) * NAME(exp_of_beta_deviance)(a, b, x, y) * NAME(exp)(-NAME(stirling_of_beta)(a, b));
    }
    return first < second ? a * NAME(power_of_small)(a, b, x, y, 1) : b * NAME(power_of_small)(b, a, y, x, 1);
}

// Returns I_x(a, b) and 1 − I_x(a, b) for a ≤ 1 or b ≤ 1, by the power series Σ (1 − b)_n x^n / (n! (a + n)), where (1
// − b)_n is (1 − b) (2 − b) … (n − b). x must be at most 0.7, and x b at most 2. For a ≤ 1 the complement has a small
// relative error too.
LOCAL NAME(beta_tails) NAME(power_series)(NUMBER a, NUMBER b, double x) {
    NUMBER term = 1, sum = 0;
    for (int n = 1; n < 3000; n++) {
        term *= (n - b) * (x / n);
        NUMBER part = QUOTIENT(term, a + n);
        sum += part;
        if (IS_SMALL(part, sum))
            break;
    }
    NAME(beta_tails) result;
    if (VALUE(a) <= 1) {
        NUMBER scale = NAME(log)(b) + log(x);
        NUMBER rest = NAME(small_ratio_rest)(a, b) - NAME(log_gamma_1p)(a);
        NUMBER logarithm = a * scale + (rest + NAME(log1p)(a * sum));
        result.upper = -NAME(expm1)(logarithm);
        result.lower = NAME(power_of_small)(a, b, x, 1 - x, 0) * (1 + a * sum);
        return result;
    }
    NUMBER factor = NAME(pow)(VALUE(a), b);
    factor = factor + factor * b * (QUOTIENT(a, VALUE(a)) - 1);
    factor = QUOTIENT(factor * NAME(exp)(NAME(small_ratio_rest)(b, a)) * b, NAME(gamma_1p)(b));
    result.lower = QUOTIENT(NAME(pow)(x, a) * factor, a) * (1 + a * sum);
    result.upper = 1 - result.lower;
    return result;
}

// Returns I_x(a, b) for a > 1 and x ≤ a/(a + b) by DiDonato and Morris's continued fraction, where y is 1 − x. Returns
// NaN if the fraction does not converge.
LOCAL NUMBER NAME(fraction)(NUMBER a, NUMBER b, double x, double y) {
    const NUMBER power = NAME(beta_power)(a, b, x, y);
    if (VALUE(power) == 0)
        return 0;
    NUMBER lambda = NAME(distance)(a, b, x, y);
    NUMBER c = lambda + 1, c0 = QUOTIENT(b, a), c1 = QUOTIENT(1, a) + 1, p = 1, s = a + 1;
    NUMBER an = 0, bn = 1, an1 = 1, bn1 = QUOTIENT(c, c1), value = QUOTIENT(c1, c);
    for (int n = 1; n < 200000; n++) {
        NUMBER t = QUOTIENT(n, a), w = n * (b - n) * x, e = QUOTIENT(a, s);
        NUMBER alpha = p * (p + c0) * e * e * (w * x);
        e = QUOTIENT(t + 1, c1 + t + t);
        NUMBER beta = n + QUOTIENT(w, s) + e * (c + n * (y + 1));
        p = t + 1;
        s += 2;
        t = alpha * an + beta * an1;
        an = an1;
        an1 = t;
        t = alpha * bn + beta * bn1;
        bn = bn1;
        bn1 = t;
        NUMBER before = value;
        value = QUOTIENT(an1, bn1);
        if (IS_ONE(QUOTIENT(value, before), value))
            return power * value;
        NUMBER scale = QUOTIENT(1, bn1);
        an *= scale;
        bn *= scale;
        an1 = value;
        bn1 = 1;
    }
    return NAN;
}

LOCAL NUMBER NAME(scaled_erfc)(NUMBER x) {
    double value = synann_special_1(SYNANN_ERFCX, VALUE(x));
    return CHAIN(x, value, 2 * VALUE(x) * value - 1.1283791670955125738961589);
}

// Returns I_x(a, b) for large a and b and x near the mean, x ≤ a/(a + b), where y is 1 − x. The method is the function
// BASYM of algorithm 708.
#define EXPANSION_LENGTH 20
LOCAL NUMBER NAME(expansion)(NUMBER a, NUMBER b, double x, double y) {
    const double e0 = 1.1283791670955125738961589, e1 = 0.35355339059327376220042218;
    NUMBER a0[EXPANSION_LENGTH + 2], b0[EXPANSION_LENGTH + 2], c[EXPANSION_LENGTH + 2], d[EXPANSION_LENGTH + 2];
    NUMBER lambda = NAME(distance)(a, b, x, y);
    NUMBER mu = QUOTIENT(-lambda, a), nu = QUOTIENT(lambda, b);
    // z0 is √f with f = λ²·f_ratio. The product λ·√f_ratio has a derivative at λ = 0.
    NUMBER f_ratio = QUOTIENT(NAME(deviance_ratio)(mu), a) + QUOTIENT(NAME(deviance_ratio)(nu), b);
    NUMBER z0 = lambda * NAME(sqrt)(f_ratio), f = lambda * lambda * f_ratio;
    NUMBER z = z0 * (0.5 / e1), z2 = f + f;
    int is_less = VALUE(a) < VALUE(b);
    NUMBER h = is_less ? QUOTIENT(a, b) : QUOTIENT(b, a), r0 = QUOTIENT(1, 1 + h);
    NUMBER r1 = is_less ? QUOTIENT(b - a, b) : QUOTIENT(b - a, a);
    NUMBER w0 = QUOTIENT(1, NAME(sqrt)((is_less ? a : b) * (1 + h)));
    a0[0] = r1 * (2.0 / 3);
    c[0] = -0.5 * a0[0];
    d[0] = -c[0];
    NUMBER j0 = (0.5 / e0) * NAME(scaled_erfc)(z0), j1 = e1, sum = j0 + d[0] * w0 * j1;
    NUMBER s = 1, h2 = h * h, hn = 1, w = w0, znm1 = z, zn = z2;
    for (int n = 2; n <= EXPANSION_LENGTH; n += 2) {
        hn = h2 * hn;
        a0[n - 1] = 2 * r0 * (h * hn + 1) * (1.0 / (n + 2));
        s += hn;
        a0[n] = 2 * r1 * s * (1.0 / (n + 3));
        for (int i = n; i <= n + 1; i++) {
            double r = -0.5 * (i + 1);
            b0[0] = r * a0[0];
            for (int m = 2; m <= i; m++) {
                NUMBER inner = 0;
                for (int j = 1; j < m; j++)
                    inner += (j * r - (m - j)) * a0[j - 1] * b0[m - j - 1];
                b0[m - 1] = r * a0[m - 1] + inner * (1.0 / m);
            }
            c[i - 1] = b0[i - 1] * (1.0 / (i + 1));
            NUMBER inner = 0;
            for (int j = 1; j < i; j++)
                inner += d[i - j - 1] * c[j - 1];
            d[i - 1] = -(inner + c[i - 1]);
        }
        j0 = e1 * znm1 + (n - 1) * j0;
        j1 = e1 * zn + n * j1;
        znm1 *= z2;
        zn *= z2;
        w *= w0;
        NUMBER first = d[n - 1] * w * j0;
        w *= w0;
        NUMBER second = d[n] * w * j1;
        sum += first + second;
        if (IS_SMALL(first, sum) && IS_SMALL(second, sum))
            break;
    }
    return e0 * NAME(exp_of_beta_deviance)(a, b, x, y) * NAME(exp)(-NAME(stirling_of_beta)(a, b)) * sum;
}
#undef EXPANSION_LENGTH

// Returns I_x(a, b) and 1 − I_x(a, b) for 0 < x < 1, y = 1 − x, and finite positive a and b.
LOCAL NAME(beta_tails) NAME(beta_both)(NUMBER a, NUMBER b, double x, double y) {
    double first = VALUE(a), second = VALUE(b), least = fmin(first, second);
    int is_reflected = least > 1 ? VALUE(NAME(distance)(a, b, x, y)) < 0 : x > (first + 1) / (first + second + 2);
    if (is_reflected) {
        NUMBER other = a;
        a = b;
        b = other;
        double number = x;
        x = y;
        y = number;
        first = VALUE(a);
        second = VALUE(b);
    }
    NAME(beta_tails) result;
    if (first <= 1 || (second <= 1 && x <= 0.7)) {
        result = NAME(power_series)(a, b, x);
    } else {
        if (least > 100 && VALUE(NAME(distance)(a, b, x, y)) <= 0.03 * least)
            result.lower = NAME(expansion)(a, b, x, y);
        else
            result.lower = NAME(fraction)(a, b, x, y);
        result.upper = 1 - result.lower;
    }
    if (is_reflected)
        return (NAME(beta_tails)){result.upper, result.lower};
    return result;
}

#undef LOCAL
