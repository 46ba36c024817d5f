using System.Diagnostics;
using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;

namespace KpiPulse.Benchmarks;

/// <summary>
/// N tickets through the real program, beside raw DuckDB on the same files: loading them and one more week, pages, readers while a week comes in, a cold
/// start, a PDF, memory, disk. The program and each load run in processes of their own, with a DuckDB limit of 1 GB.
/// </summary>
internal sealed class ScaleBench(string folder, long tickets, ScaleTable table, bool isOnce = false)
{
    private const string MemoryLimit = "1GB";

    /// <summary>Exports, archive, warehouse, its copy and the raw database together, as multiples of the exports.</summary>
    private const int RoomPerExport = 6;

    /// <summary>Exports are handed over instead of kept, and nothing is copied.</summary>
    private const double RoomPerExportOnce = 2.5;
    private const int CsvBytesPerTicket = 230;

    private readonly TicketExport export = new(folder, tickets);
    private readonly WarehouseOptions limits = new() { DataFolder = folder, MemoryLimit = MemoryLimit };

    public static int Run(Arguments arguments)
    {
        var tickets = long.Parse(arguments.Optional("tickets") ?? "100000", CultureInfo.InvariantCulture);
        var isOnce = arguments.Optional("once") == "yes";
        var runs = isOnce ? 1 : int.Parse(arguments.Optional("runs") ?? "3", CultureInfo.InvariantCulture);
        if (tickets % (10 * TicketExport.Weeks) != 0)
            throw new ArgumentException($"--tickets is divided into ten times {TicketExport.Weeks} weeks; {tickets} cannot be.");

        // For the program and the loads, which are processes of their own.
        Environment.SetEnvironmentVariable("KPIPULSE_MEMORY_LIMIT", MemoryLimit);
        var table = new ScaleTable(tickets, runs);
        using var temporary = arguments.Optional("keep") is null ? new TempFolder() : null;
        var root = arguments.Optional("keep") ?? temporary!.Path;
        var small = new ScaleBench(FolderOf(root, tickets / 10), tickets / 10, table);
        var bench = new ScaleBench(FolderOf(root, tickets), tickets, table, isOnce);
        bench.Measure(small, runs).GetAwaiter().GetResult();
        table.Print();
        if (arguments.Optional("out") is { } json)
            table.Write(json);
        return 0;
    }

    private static string FolderOf(string root, long tickets) => Directory.CreateDirectory(Path.Combine(root, tickets.ToString(CultureInfo.InvariantCulture))).FullName;

    /// <summary>How many of the raw questions: hundreds of millions of rows take a minute each.</summary>
    private int Asked => isOnce ? 4 : int.MaxValue;

    private string Loaded => Path.Combine(folder, "data");

    private async Task Measure(ScaleBench small, int runs)
    {
        Sweep();
        small.Sweep();
        var room = (isOnce ? RoomPerExportOnce : RoomPerExport) * CsvBytesPerTicket * tickets;
        if (new DriveInfo(folder).AvailableFreeSpace is var free && free < room)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{tickets:N0} tickets need about {room / 1e9:0} GB in {folder}; {free / 1e9:0} GB are free.{(isOnce ? "" : " With --once yes half of that will do.")}"));

        Tell("generating");
        _ = (export.History, export.FurtherWeek(1), export.FurtherWeek(2), export.FurtherWeek(3), export.FurtherWeek(4));
        var isReused = Directory.Exists(Loaded);
        Tell($"loading {small.export.History}");
        small.LoadOnce();
        for (var run = 0; run < runs; run++)
        {
            Tell($"run {run + 1} of {runs}");
            using var raw = MeasureLoad(isReused);
            var data = MeasureWeek(raw);
            await MeasureProgram(data, small, raw);
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>What a run that broke off has left in a kept folder.</summary>
    private void Sweep()
    {
        foreach (var left in Directory.EnumerateDirectories(folder).Where(path => path != Loaded && !TicketExport.IsExport(path)))
            Directory.Delete(left, recursive: true);
    }

    private RawDuckDb MeasureLoad(bool isReused)
    {
        var rawPath = Path.Combine(folder, "raw.duckdb");
        File.Delete(rawPath);
        var raw = new RawDuckDb(rawPath, limits);
        var rawCost = Cost.Of(() => raw.Load(export.History));
        if (isReused)
            return raw;

        var csv = TicketExport.BytesOf(export.History);
        var data = Path.Combine(folder, "loading");
        var cost = LoadBench.InOwnProcess(data, export.History, close: !Directory.Exists(Loaded), handOver: isOnce);
        table.Note("ingest, end to end", "s", cost.Wall, new("raw create table as", rawCost.Wall), new(2, TargetOf.RatioAtMost));
        table.Note("ingest, processor", "s", cost.Cpu, new("raw create table as", rawCost.Cpu));
        table.Note("ingest, peak memory", "GB", cost.PeakBytes / 1e9, target: new(1.5, TargetOf.FigureAtMost));
        table.Note("size on disk", "MB", new FileInfo(LoadBench.DatabaseOf(data)).Length / 1e6, new("CSV", csv / 1e6), new(0.4, TargetOf.RatioAtMost));
        table.Note("size on disk beside raw", "MB", new FileInfo(LoadBench.DatabaseOf(data)).Length / 1e6, new("raw", new FileInfo(rawPath).Length / 1e6));
        Keep(data);
        return raw;
    }

    private void LoadOnce()
    {
        if (Directory.Exists(Loaded))
            return;
        var data = Path.Combine(folder, "loading");
        LoadBench.InOwnProcess(data, export.History, close: true);
        Keep(data);
    }

    /// <summary>The first one is what the rest of the runs work on copies of; its archive would only take room.</summary>
    private void Keep(string data)
    {
        Directory.Delete(Path.Combine(data, "archive"), recursive: true);
        if (Directory.Exists(Loaded))
            Directory.Delete(data, recursive: true);
        else
            Directory.Move(data, Loaded);
    }

    /// <returns>A copy of the warehouse with the week on top.</returns>
    private string MeasureWeek(RawDuckDb raw)
    {
        var week = export.FurtherWeek(1);
        var name = string.Create(CultureInfo.InvariantCulture, $"one more week ({export.TicketsPerWeek:N0} tickets)");
        // Both in a process that has loaded nothing yet, on a file that is on disk: it would wait for what a copy has left to write.
        var empty = Path.Combine(folder, "week-alone");
        LoadBench.Prepare(empty);
        OnDisk(LoadBench.DatabaseOf(empty));
        var onNothing = LoadBench.InOwnProcess(empty, week, close: false);
        Directory.Delete(empty, recursive: true);
        var data = isOnce ? Moved("week-on-top") : Copy("week-on-top");
        OnDisk(LoadBench.DatabaseOf(data));
        var onTop = LoadBench.InOwnProcess(data, week, close: true);
        var rawCost = Cost.Of(() => raw.Append(week));
        table.Note(name, "s", onTop.Wall, new("on top of nothing", onNothing.Wall), new(1.3, TargetOf.RatioAtMost));
        table.Note("the same, processor", "s", onTop.Cpu, new("on top of nothing", onNothing.Cpu));
        table.Note("the same beside raw", "s", onTop.Wall, new("raw insert", rawCost.Wall));
        return data;
    }

    private async Task MeasureProgram(string data, ScaleBench small, RawDuckDb raw)
    {
        var latest = PageTimes.RecentWeeks[0];
        var session = await ServedProgram.SignIn(data);
        OutOfCache(LoadBench.DatabaseOf(data));
        var (program, seconds) = await ServedProgram.Start(data, session, $"/week/{latest}");
        table.Note("first page after a cold start", "s", seconds, target: new(2.5, TargetOf.FigureAtMost));
        await using (program)
        {
            await program.Settle();
            var week = await MeasurePages(program, raw);
            var smallWeek = await small.WeekTimes();
            foreach (var (page, large, little) in week.Zip(smallWeek, (here, there) => (here.Page, here, there)))
                table.Note($"{page}, warm, p95, over N/10", "ms", PageTimes.At(large.Warm, 0.95), new("at N/10", PageTimes.At(little.Warm, 0.95)), new(1.3, TargetOf.RatioAtMost));
            table.Note("PDF of a week", "s", await PageTimes.Ask(program.Client, PageTimes.Pdf(latest)) / 1000);
            await MeasureReaders(program, data);
            table.Note("the program, peak memory", "GB", program.PeakBytes / 1e9, target: new(1.5, TargetOf.FigureAtMost));
        }
    }

    private async Task<IReadOnlyList<PageTimes>> MeasurePages(ServedProgram program, RawDuckDb raw)
    {
        await MeasureFigures(program, raw);
        List<PageTimes> all = [];
        foreach (var page in PageTimes.Pages)
        {
            var times = await PageTimes.Of(program.Client, page);
            var asked = PageTimes.Addresses(page).Take(Asked).Select(address => 1000 * Cost.Of(() => raw.Ask(page, address.Metric, address.Week)).Wall).ToList();
            Note("first asked, p50", times.Fresh, 0.5, null);
            Note("first asked, p95", times.Fresh, 0.95, null);
            Note("warm, p50", times.Warm, 0.5, null);
            Note("warm, p95", times.Warm, 0.95, page == "Week" ? new(40, TargetOf.FigureAtMost) : page == "Metric" ? new(60, TargetOf.FigureAtMost) : null);
            all.Add(times);

            void Note(string what, IReadOnlyList<double> measured, double share, Target? target) =>
                table.Note($"{page}, {what}", "ms", PageTimes.At(measured, share), new("raw", PageTimes.At(asked, share)), target);
        }

        return [.. all.Take(2)];
    }

    /// <summary>The very figures that the raw question gives, as JSON and without a page around them; of weeks that no page asks about afterwards.</summary>
    private async Task MeasureFigures(ServedProgram program, RawDuckDb raw)
    {
        List<double> ours = [], asked = [];
        foreach (var week in PageTimes.RecentWeeks.Select(week => week.AddWeeks(-PageTimes.Weeks)))
        {
            var took = 0.0;
            foreach (var metric in (string[])["csat", "sla_first_reply", "sla_resolution"])
                took += await PageTimes.Ask(program.Client, $"/api/kpi/{metric}?week={week}&weeks=26&by=market,lob");
            ours.Add(took);
            if (asked.Count < Asked)
                asked.Add(1000 * Cost.Of(() => raw.Ask("Week", "csat", week)).Wall);
        }

        table.Note("Week's figures, first asked, p50", "ms", PageTimes.At(ours, 0.5), new("raw", PageTimes.At(asked, 0.5)), new(20, TargetOf.TimesFasterAtLeast));
    }

    /// <summary>Week and Metric over a tenth of the tickets.</summary>
    private async Task<IReadOnlyList<PageTimes>> WeekTimes()
    {
        var data = Copy("copy");
        var session = await ServedProgram.SignIn(data);
        var (program, _) = await ServedProgram.Start(data, session, $"/week/{PageTimes.RecentWeeks[0]}");
        await using (program)
        {
            await program.Settle();
            var times = (PageTimes[])[await PageTimes.Of(program.Client, "Week"), await PageTimes.Of(program.Client, "Metric")];
            Directory.Delete(data, recursive: true);
            return times;
        }
    }

    private async Task MeasureReaders(ServedProgram program, string data)
    {
        var alone = await WeekUpload.Publish(program, data, export, number: 2);
        foreach (var (who, pause, number) in ((string, TimeSpan, int)[])[($"{Readers.Count} readers, a page a second each", TimeSpan.FromSeconds(1), 3), ($"{Readers.Count} readers without a pause", TimeSpan.Zero, 4)])
        {
            var (quiet, _) = await Readers.During(program, pause, () => Task.Delay(TimeSpan.FromSeconds(5)));
            var taken = 0.0;
            var (p99, errors) = await Readers.During(program, pause, async () => taken = await WeekUpload.Publish(program, data, export, number));
            table.Note($"{who}, p99", "ms", p99, new("nothing comes in", quiet), new(250, TargetOf.FigureAtMost));
            table.Note($"{who}, errors", "", errors, target: new(0, TargetOf.FigureAtMost));
            table.Note($"{who}, the week", "s", taken, new("nobody reads", alone));
        }
    }

    private string Moved(string name)
    {
        var data = Path.Combine(folder, name);
        Directory.Move(Loaded, data);
        return data;
    }

    private string Copy(string name)
    {
        var data = Path.Combine(folder, name);
        LoadBench.Copy(Loaded, data);
        return data;
    }

    private static void OnDisk(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>What a machine that has just started does not have in memory.</summary>
    private static void OutOfCache(string path)
    {
        OnDisk(path);
        using var process = Process.Start("dd", ["if=" + path, "iflag=nocache", "count=0", "status=none"]);
        process.WaitForExit();
    }

    private static void Tell(string what) => Console.Error.WriteLine(what);
}
