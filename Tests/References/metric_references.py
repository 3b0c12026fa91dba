#!/usr/bin/env python3
"""Writes metrics.json: scikit-learn's metrics.

    python3 Tests/References/metric_references.py            writes the file
    python3 Tests/References/metric_references.py --check    compares it with what would be written
"""
from __future__ import annotations

import math
import platform
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

from reference_file import write_or_check

PATH = Path(__file__).with_name("metrics.json")
Case = dict[str, Any]


def case(name: str, operation: str, tensors: dict[str, Any], **parameters: Any) -> Case:
    return {"name": name, "operation": operation, "parameters": parameters,
            "tensors": {key: stored(np.asarray(value, dtype=float)) for key, value in tensors.items()}}


def stored(array: np.ndarray) -> dict[str, Any]:
    values = [value if math.isfinite(value) else str(value) for value in array.reshape(-1).tolist()]
    return {"shape": list(array.shape), "values": values}


def source(name: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(name.encode()))


def weights_of(generator: np.random.Generator, weighted: bool, count: int) -> np.ndarray | None:
    return generator.uniform(0.1, 3, count).round(3) if weighted else None


def with_weights(tensors: dict[str, Any], weights: np.ndarray | None) -> dict[str, Any]:
    return tensors if weights is None else {**tensors, "weights": weights}


def confusion() -> list[Case]:
    """Makes cases of several classes.

    In the second case class 4 is never predicted; in the third it is never the label.
    """
    cases = []
    for label in ["balanced", "never-predicted", "never-true"]:
        for weighted in [False, True]:
            name = f"confusion/{label}-{weighted}"
            generator = source(name)
            true, predicted = generator.integers(5, size=30), generator.integers(5, size=30)
            if label == "never-predicted":
                predicted[predicted == 4] = 0
            if label == "never-true":
                true[true == 4] = 1
            weights = weights_of(generator, weighted, 30)
            common: dict[str, Any] = {"labels": range(5), "sample_weight": weights}
            tensors: dict[str, Any] = {
                "labels": true, "predictions": predicted,
                "matrix": metrics.confusion_matrix(true, predicted, **common),
                "accuracy": metrics.accuracy_score(true, predicted, sample_weight=weights),
                "balancedAccuracy": metrics.balanced_accuracy_score(true, predicted, sample_weight=weights)}
            for score, function in [("precision", metrics.precision_score), ("recall", metrics.recall_score),
                                    ("f1", metrics.f1_score)]:
                tensors[score] = function(true, predicted, average=None, zero_division=np.nan, **common)
                for average in ["macro", "micro", "weighted"]:
                    tensors[f"{score}_{average}"] = function(
                        true, predicted, average=average, zero_division=np.nan, **common)
                    tensors[f"{score}_{average}_zero"] = function(
                        true, predicted, average=average, zero_division=0.0, **common)
            cases.append(case(name, "confusion", with_weights(tensors, weights)))
    return cases


def several_labels() -> list[Case]:
    """Makes cases in which a sample has any of four labels. In the last case, label 3 never occurs."""
    cases = []
    for label in ["plain", "never-true"]:
        for weighted in [False, True]:
            name = f"labels/{label}-{weighted}"
            generator = source(name)
            scores, targets = generator.uniform(size=(25, 4)).round(3), generator.integers(2, size=(25, 4))
            if label == "never-true":
                targets[:, 3] = 0
            weights = weights_of(generator, weighted, 25)
            answers = (scores > 0.4).astype(int)
            elements = None if weights is None else np.repeat(weights, 4)
            tensors: dict[str, Any] = {
                "scores": scores, "targets": targets,
                "accuracy": metrics.accuracy_score(targets.ravel(), answers.ravel(), sample_weight=elements)}
            for score, function in [("precision", metrics.precision_score), ("recall", metrics.recall_score),
                                    ("f1", metrics.f1_score)]:
                tensors[score] = function(targets, answers, average=None, zero_division=np.nan, sample_weight=weights)
                for average in ["macro", "micro", "weighted"]:
                    tensors[f"{score}_{average}"] = function(
                        targets, answers, average=average, zero_division=np.nan, sample_weight=weights)
            cases.append(case(name, "labels", with_weights(tensors, weights)))
    return cases


def top_k() -> list[Case]:
    cases = []
    for k in [1, 2, 4]:
        for weighted in [False, True]:
            name = f"top_k/{k}-{weighted}"
            generator = source(name)
            scores, labels = generator.normal(size=(20, 5)).round(4), generator.integers(5, size=20)
            weights = weights_of(generator, weighted, 20)
            value = metrics.top_k_accuracy_score(labels, scores, k=k, labels=range(5), sample_weight=weights)
            cases.append(case(name, "top_k", with_weights(
                {"scores": scores, "labels": labels, "output": value}, weights), k=k))
    return cases


def ranking() -> list[Case]:
    """Makes cases with few ties (six decimals), with many ties (one decimal), and with equal scores."""
    cases = []
    for label, decimals in [("distinct", 6), ("ties", 1), ("all-equal", None)]:
        for weighted in [False, True]:
            name = f"ranking/{label}-{weighted}"
            generator = source(name)
            targets = generator.integers(2, size=40)
            scores = np.zeros(40) if decimals is None else (generator.uniform(size=40) * 0.7 + 0.3 * targets).round(decimals)
            weights = weights_of(generator, weighted, 40)
            false_rates, true_rates, thresholds = metrics.roc_curve(
                targets, scores, sample_weight=weights, drop_intermediate=False)
            precisions, recalls, cuts = metrics.precision_recall_curve(targets, scores, sample_weight=weights)
            cases.append(case(name, "ranking", with_weights({
                "scores": scores, "targets": targets, "falsePositiveRates": false_rates,
                "truePositiveRates": true_rates, "thresholds": thresholds, "precisions": precisions,
                "recalls": recalls, "cuts": cuts,
                "auc": metrics.roc_auc_score(targets, scores, sample_weight=weights),
                "averagePrecision": metrics.average_precision_score(targets, scores, sample_weight=weights),
                "brier": metrics.brier_score_loss(targets, scores, sample_weight=weights)}, weights)))
    return cases


def probabilities() -> list[Case]:
    cases = []
    for weighted in [False, True]:
        name = f"log_loss/{weighted}"
        generator = source(name)
        scores = generator.dirichlet(np.ones(4), size=15)
        labels = generator.integers(4, size=15)
        weights = weights_of(generator, weighted, 15)
        value = metrics.log_loss(labels, scores, labels=range(4), sample_weight=weights)
        cases.append(case(name, "log_loss", with_weights(
            {"scores": scores, "labels": labels, "output": value}, weights)))
    for strategy in ["uniform", "quantile"]:
        for bins in [4, 10]:
            name = f"reliability/{strategy}-{bins}"
            generator = source(name)
            scores = generator.uniform(size=50).round(2)
            targets = (generator.uniform(size=50) < scores).astype(int)
            frequencies, means = calibration_curve(targets, scores, n_bins=bins, strategy=strategy)
            cases.append(case(name, "reliability", {
                "scores": scores, "targets": targets, "frequencies": frequencies, "means": means},
                bins=bins, strategy=strategy))
    return cases


def regression() -> list[Case]:
    cases = []
    for shape in [(25,), (25, 1), (12, 3)]:
        for offset in [0.0, 1e6]:
            for weighted in [False, True]:
                name = f"regression/{'x'.join(map(str, shape))}-{offset:g}-{weighted}"
                generator = source(name)
                targets = offset + generator.normal(size=shape).round(4)
                predictions = targets + 0.3 + 0.5 * generator.normal(size=shape).round(4)
                weights = weights_of(generator, weighted, shape[0])
                answers = {key: function(targets, predictions, sample_weight=weights) for key, function in [
                    ("mse", metrics.mean_squared_error), ("rmse", metrics.root_mean_squared_error),
                    ("mae", metrics.mean_absolute_error), ("mape", metrics.mean_absolute_percentage_error),
                    ("r2", metrics.r2_score), ("explained_variance", metrics.explained_variance_score)]}
                cases.append(case(name, "regression", with_weights(
                    {"predictions": predictions, "targets": targets, **answers}, weights)))
    return cases


def main() -> None:
    warnings.simplefilter("ignore")
    cases = confusion() + several_labels() + top_k() + ranking() + probabilities() + regression()
    versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__}
    write_or_check(PATH, {"versions": versions, "command": "python3 Tests/References/metric_references.py"}, cases)


if __name__ == "__main__":
    main()
