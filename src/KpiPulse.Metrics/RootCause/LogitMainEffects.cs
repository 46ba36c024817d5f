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

    /// <summary>The leaves are cut into as many parts whatever the number of threads, so that sums are rounded alike everywhere.</summary>
    private const int Parts = 4;

    public static double[] Fit(IReadOnlyList<LeafDimension> dimensions, double[] n, double[] y, int threads)
    {
        var rows = Enumerable.Range(0, n.Length).Where(leaf => n[leaf] > 0).ToArray();
        var rate = Math.Clamp(rows.Length > 0 ? y.Sum() / n.Sum() : 0.5, 1e-4, 1 - 1e-4);
        var intercept = Math.Log(rate / (1 - rate));
        var split = dimensions.Where(dimension => dimension.Values.Count > 1).ToArray();
        var effects = Array.ConvertAll(split, dimension => new double[dimension.Values.Count]);
        var parts = rows.Chunk(rows.Length / Parts + 1).Select(chunk => new Part(chunk, split, n, y, intercept)).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var largest = 0.0;
            for (var place = 0; place < split.Length; place++)
                largest = Math.Max(largest, Step(parts, place, effects[place], options));
            var shift = Shift(parts, options);
            intercept += shift;
            if (Math.Max(largest, Math.Abs(shift)) < SmallestStep)
                break;
        }

        return Predict(split, effects, intercept, n.Length);
    }

    private static double Step(Part[] parts, int place, double[] effects, ParallelOptions options)
    {
        Parallel.ForEach(parts, options, part => part.Sum(place));
        var steps = new double[effects.Length];
        for (var code = 0; code < effects.Length; code++)
        {
            double slope = -Ridge * effects[code], curvature = Ridge;
            foreach (var part in parts)
                (slope, curvature) = (slope + part.Slopes[code], curvature + part.Curvatures[code]);
            steps[code] = Math.Clamp(slope / curvature, -LargestStep, LargestStep);
            effects[code] += steps[code];
        }

        Parallel.ForEach(parts, options, part => part.Move(place, steps));
        return steps.Max(Math.Abs);
    }

    private static double Shift(Part[] parts, ParallelOptions options)
    {
        Parallel.ForEach(parts, options, part => part.Sum());
        double slope = 0, curvature = 1e-9;
        foreach (var part in parts)
            (slope, curvature) = (slope + part.Slopes[0], curvature + part.Curvatures[0]);
        var shift = Math.Clamp(slope / curvature, -LargestStep, LargestStep);
        Parallel.ForEach(parts, options, part => part.Move(shift));
        return shift;
    }

    private static double[] Predict(LeafDimension[] split, double[][] effects, double intercept, int count)
    {
        var rates = new double[count];
        Array.Fill(rates, intercept);
        for (var place = 0; place < split.Length; place++)
        {
            for (var leaf = 0; leaf < count; leaf++)
                rates[leaf] += effects[place][split[place].Codes[leaf]];
        }

        for (var leaf = 0; leaf < count; leaf++)
            rates[leaf] = 1 / (1 + Math.Exp(-Math.Clamp(rates[leaf], -LargestLogit, LargestLogit)));
        return rates;
    }

    /// <summary>Some of the leaves with tickets, in columns.</summary>
    private sealed class Part
    {
        private readonly int[][] _codes;
        private readonly double[] _weights;
        private readonly double[] _hits;
        private readonly double[] _logits;
        private readonly double[] _residuals;
        private readonly double[] _weighted;

        public Part(int[] rows, LeafDimension[] split, double[] n, double[] y, double intercept)
        {
            _codes = Array.ConvertAll(split, dimension => Array.ConvertAll(rows, row => dimension.Codes[row]));
            _weights = Array.ConvertAll(rows, row => n[row]);
            _hits = Array.ConvertAll(rows, row => y[row]);
            _logits = new double[rows.Length];
            Array.Fill(_logits, intercept);
            _residuals = new double[rows.Length];
            _weighted = new double[rows.Length];
            var most = split.Select(dimension => dimension.Values.Count).DefaultIfEmpty(1).Max();
            (Slopes, Curvatures) = (new double[most], new double[most]);
        }

        /// <summary>Per value of the dimension that was summed last.</summary>
        public double[] Slopes { get; }

        public double[] Curvatures { get; }

        public void Sum(int place)
        {
            Differentiate();
            Array.Clear(Slopes);
            Array.Clear(Curvatures);
            var codes = _codes[place];
            for (var row = 0; row < codes.Length; row++)
            {
                Slopes[codes[row]] += _residuals[row];
                Curvatures[codes[row]] += _weighted[row];
            }
        }

        public void Sum()
        {
            Differentiate();
            (Slopes[0], Curvatures[0]) = (_residuals.Sum(), _weighted.Sum());
        }

        public void Move(int place, double[] steps)
        {
            var codes = _codes[place];
            for (var row = 0; row < codes.Length; row++)
                _logits[row] += steps[codes[row]];
        }

        public void Move(double shift)
        {
            for (var row = 0; row < _logits.Length; row++)
                _logits[row] += shift;
        }

        private void Differentiate()
        {
            var width = Vector<double>.Count;
            var row = 0;
            var limit = new Vector<double>(LargestLogit);
            for (; row <= _logits.Length - width; row += width)
            {
                var logit = Vector.Min(Vector.Max(new Vector<double>(_logits, row), -limit), limit);
                var rate = Vector<double>.One / (Vector<double>.One + Vector.Exp(-logit));
                var expected = new Vector<double>(_weights, row) * rate;
                (new Vector<double>(_hits, row) - expected).CopyTo(_residuals, row);
                (expected * (Vector<double>.One - rate)).CopyTo(_weighted, row);
            }

            for (; row < _logits.Length; row++)
            {
                var rate = 1 / (1 + Math.Exp(-Math.Clamp(_logits[row], -LargestLogit, LargestLogit)));
                _residuals[row] = _hits[row] - _weights[row] * rate;
                _weighted[row] = _weights[row] * rate * (1 - rate);
            }
        }
    }
}
