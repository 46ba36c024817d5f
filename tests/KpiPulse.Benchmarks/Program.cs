using KpiPulse.Benchmarks;

return args switch
{
    ["first-load", .. var rest] => FirstLoadBench.Run(new Arguments(rest)),
    ["ingest", .. var rest] => IngestBench.Run(new Arguments(rest)),
    ["pages", .. var rest] => PagesBench.Run(new Arguments(rest)),
    ["root-cause", .. var rest] => RootCauseBench.Run(new Arguments(rest)),
    ["clocks", .. var rest] => ClocksBench.Run(new Arguments(rest)),
    ["root-cause-generate", .. var rest] => RootCauseGenerate.Run(new Arguments(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage:
          ingest [--tickets N] [--out FILE.json]                    N tickets to the Week page's numbers, beside raw DuckDB
          pages [--tickets N]                                       the application's pages over N tickets, new and warm
          root-cause DIR --out pred.json [--runs N] [--through leaves [--set Option=value ...]]   explain every case of DIR/cases.json
          clocks --tickets N                                        all clocks of N tickets, then of one new day's
          root-cause-generate --world drifting --out DIR --cases N --seed S [--kind null]   write labelled cases
        """);
    return 2;
}
