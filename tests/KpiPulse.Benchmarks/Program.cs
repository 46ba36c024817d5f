Console.WriteLine("KpiPulse benchmarks");
