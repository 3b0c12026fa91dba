// Special functions of single numbers. Only the source files of this folder call these functions.

#ifndef SYNANN_SPECIAL_SCALAR_H
#define SYNANN_SPECIAL_SCALAR_H

double synann_gamma(double x);
double synann_log_gamma_of_negative(double x);
double synann_digamma_of_negative(double x);
double synann_log_gamma_ratio(double a, double b);
double synann_log_beta(double a, double b);

double synann_zeta(double s);
double synann_hurwitz_zeta(double s, double q);
double synann_zeta_derivative(double s);
double synann_hurwitz_zeta_derivative(double s, double q);
double synann_polygamma(double order, double x);

double synann_gamma_p(double a, double x);
double synann_gamma_q(double a, double x);
double synann_inverse_gamma_p(double a, double p);
double synann_inverse_gamma_q(double a, double q);
double synann_gamma_density(double a, double x);
double synann_gamma_shape_derivative(double a, double x);

double synann_beta_i(double x, double a, double b);
double synann_beta_complement(double x, double a, double b);
double synann_inverse_beta(double p, double a, double b);
double synann_beta_density(double x, double a, double b);
double synann_beta_derivative_a(double x, double a, double b);
double synann_beta_derivative_b(double x, double a, double b);

#endif
