using System.Numerics;

namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// Expected rate of a leaf from one effect per dimension value on the log-odds scale, fitted to one period. Ridge keeps rare
/// values near the mean. Values of one dimension never overlap, so each dimension is a Newton step with a diagonal
/// Hessian; dimensions take turns until the steps vanish. Log-odds and steps are clipped: plain IRLS diverges on real data.
/// </summary>
internal static class LogitMainEffects
{
    private const double Ridge = 4;
    private const double LargestLogit = 9;
    private const double LargestStep = 1.5;
    private const double SmallestStep = 2e-3;
    private const int Sweeps = 25;

    public static double[] Fit(IReadOnlyList<LeafDimension> dimensions, double[] n, double[] y)
    {
        var rows = Enumerable.Range(0, n.Length).Where(leaf => n[leaf] > 0).ToArray();
        var weights = Array.ConvertAll(rows, row => n[row]);
        var hits = Array.ConvertAll(rows, row => y[row]);
        var total = weights.Sum();
        var rate = Math.Clamp(total > 0 ? hits.Sum() / total : 0.5, 1e-4, 1 - 1e-4);
        var intercept = Math.Log(rate / (1 - rate));
        var blocks = dimensions
            .Where(dimension => dimension.Values.Count > 1)
            .Select(dimension => new Block(dimension, rows))
            .ToArray();
        var logits = new double[rows.Length];
        Array.Fill(logits, intercept);
        var residuals = new double[rows.Length];
        var curvatures = new double[rows.Length];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var largest = 0.0;
            foreach (var block in blocks)
            {
                Slopes(logits, weights, hits, residuals, curvatures);
                largest = Math.Max(largest, block.Step(logits, residuals, curvatures));
            }

            Slopes(logits, weights, hits, residuals, curvatures);
            var shift = Math.Clamp(residuals.Sum() / (curvatures.Sum() + 1e-9), -LargestStep, LargestStep);
            intercept += shift;
            for (var row = 0; row < logits.Length; row++)
                logits[row] += shift;
            if (Math.Max(largest, Math.Abs(shift)) < SmallestStep)
                break;
        }

        return Predict(dimensions, blocks, intercept, n.Length);
    }

    private static double[] Predict(IReadOnlyList<LeafDimension> dimensions, Block[] blocks, double intercept, int count)
    {
        var rates = new double[count];
        Array.Fill(rates, intercept);
        foreach (var block in blocks)
        {
            for (var leaf = 0; leaf < count; leaf++)
                rates[leaf] += block.Effects[block.Codes[leaf]];
        }

        for (var leaf = 0; leaf < count; leaf++)
            rates[leaf] = 1 / (1 + Math.Exp(-Math.Clamp(rates[leaf], -LargestLogit, LargestLogit)));
        return rates;
    }

    private static void Slopes(double[] logits, double[] weights, double[] hits, double[] residuals, double[] curvatures)
    {
        var width = Vector<double>.Count;
        var row = 0;
        var limit = new Vector<double>(LargestLogit);
        for (; row <= logits.Length - width; row += width)
        {
            var logit = Vector.Min(Vector.Max(new Vector<double>(logits, row), -limit), limit);
            var rate = Vector<double>.One / (Vector<double>.One + Vector.Exp(-logit));
            var expected = new Vector<double>(weights, row) * rate;
            (new Vector<double>(hits, row) - expected).CopyTo(residuals, row);
            (expected * (Vector<double>.One - rate)).CopyTo(curvatures, row);
        }

        for (; row < logits.Length; row++)
        {
            var rate = 1 / (1 + Math.Exp(-Math.Clamp(logits[row], -LargestLogit, LargestLogit)));
            residuals[row] = hits[row] - weights[row] * rate;
            curvatures[row] = weights[row] * rate * (1 - rate);
        }
    }

    private sealed class Block(LeafDimension dimension, int[] rows)
    {
        private readonly int[] _rowCodes = Array.ConvertAll(rows, row => dimension.Codes[row]);
        private readonly double[] _slopes = new double[dimension.Values.Count];
        private readonly double[] _curvatures = new double[dimension.Values.Count];

        public int[] Codes => dimension.Codes;

        public double[] Effects { get; } = new double[dimension.Values.Count];

        public double Step(double[] logits, double[] residuals, double[] curvatures)
        {
            Array.Clear(_slopes);
            Array.Clear(_curvatures);
            for (var row = 0; row < _rowCodes.Length; row++)
            {
                _slopes[_rowCodes[row]] += residuals[row];
                _curvatures[_rowCodes[row]] += curvatures[row];
            }

            var largest = 0.0;
            for (var code = 0; code < Effects.Length; code++)
            {
                var step = (_slopes[code] - Ridge * Effects[code]) / (_curvatures[code] + Ridge);
                step = Math.Clamp(step, -LargestStep, LargestStep);
                Effects[code] += step;
                _slopes[code] = step;
                largest = Math.Max(largest, Math.Abs(step));
            }

            for (var row = 0; row < _rowCodes.Length; row++)
                logits[row] += _slopes[_rowCodes[row]];
            return largest;
        }
    }
}
