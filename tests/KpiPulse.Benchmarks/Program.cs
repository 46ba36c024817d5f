using KpiPulse.Benchmarks;

return args switch
{
    ["scale", .. var rest] => ScaleBench.Run(new Arguments(rest)),
    ["check", .. var rest] => await CheckBench.Run(rest),
    ["load", .. var rest] => LoadBench.Run(new Arguments(rest)),
    ["first-load", .. var rest] => FirstLoadBench.Run(new Arguments(rest)),
    ["root-cause", .. var rest] => RootCauseBench.Run(new Arguments(rest)),
    ["clocks", .. var rest] => ClocksBench.Run(new Arguments(rest)),
    ["root-cause-generate", .. var rest] => RootCauseGenerate.Run(new Arguments(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage:
          scale [--tickets N] [--runs 3] [--out FILE.json] [--keep DIR]   N tickets through the real program, beside raw DuckDB; DIR keeps exports and the loaded warehouse for the next time
                [--once yes]                                        one run in half of the room: its exports are handed over, nothing is copied, raw questions are asked four times
          check [--write]                                           ratios at a small N against baseline.json; 1 when one is more than 25 % worse; --write renews it
          load --data DIR --path EXPORT [--statements N]            exports into a data folder, with the N dearest statements
          first-load SAMPLE-DATA                                    the sample data into an empty warehouse, by statement
          root-cause DIR --out pred.json [--runs N] [--through leaves [--set Option=value ...]]   explain every case of DIR/cases.json
          clocks --tickets N                                        all clocks of N tickets, then of one new day's
          root-cause-generate --world drifting --out DIR --cases N --seed S [--kind null]   write labelled cases
        """);
    return 2;
}
