using System.Globalization;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging;

namespace KpiPulse.Benchmarks;

/// <summary>
/// All clocks of N tickets with six events each, and then of one new day's tickets, for N and for a tenth of it: what a day costs must not
/// grow with the history.
/// </summary>
internal static class ClocksBench
{
    private const int TicketsPerDay = 2_000;

    public static int Run(Arguments arguments)
    {
        var tickets = int.Parse(arguments.Required("tickets"), CultureInfo.InvariantCulture);
        var small = Measure(tickets / 10);
        var large = Measure(tickets);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one day of {TicketsPerDay} tickets: {small.Day.Wall:0.00} s after {tickets / 10} tickets, {large.Day.Wall:0.00} s after {tickets}: {large.Day.Wall / small.Day.Wall:0.00} times the wall time, {large.Day.Cpu / small.Day.Cpu:0.00} times the processor time"));
        return 0;
    }

    private static (Cost All, Cost Day) Measure(int tickets)
    {
        var folder = Directory.CreateTempSubdirectory("kpipulse-clocks-").FullName;
        var models = new ModelTimes();
        try
        {
            using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = folder }, TimeProvider.System, models);
            Fill(warehouse, tickets);
            models.Start();
            var all = Cost.Of(warehouse.RefreshEverything);
            var clocks = models.Clocks(warehouse.Models);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tickets} tickets, {6L * tickets} events: the clocks {clocks.Wall:0.0} s wall, {clocks.Cpu:0.0} s processor; everything {all.Wall:0.0} s wall, {all.Cpu:0.0} s processor"));
            foreach (var (model, cost) in models.Dearest(10))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cost.Wall,7:0.00} s wall {cost.Cpu,7:0.00} s processor  {model}"));

            // The first day after a rebuild still meets cold caches.
            Land(warehouse, tickets, day: 1);
            using var statements = new SlowStatements();
            var days = Enumerable.Range(2, 3).Select(day => Cost.Of(() => Land(warehouse, tickets, day))).OrderBy(cost => cost.Wall).ToList();
            Console.WriteLine("three days, by statement:");
            statements.Print(12);
            return (all, days[1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(KpiWarehouse warehouse, int tickets) => warehouse.Write(session =>
    {
        session.Run("reference", """
            insert into sources values ('desk', 'bench', 'events', null);
            insert into markets select 'M' || n, 'Market ' || n, 'Asia/Singapore', 0, n from range(9) as markets (n);
            insert into teams (team_id, name, tier, site_id, valid_from, file_id, line_no) select 'T' || n, 'Team ' || n, if(n < 6, 1, 2), 'S' || n % 3, date '2020-01-01', 0, n from range(8) as teams (n);
            insert into calendars values ('DAY', 1, 'Asia/Singapore', null, null, 0, 0), ('ALWAYS', 1, 'UTC', null, null, 0, 1);
            insert into calendar_weekly select 'DAY', 1, dow, '09:00', '18:00', 0, dow from range(1, 6) as days (dow);
            insert into calendar_weekly select 'ALWAYS', 1, dow, '00:00', '24:00', 0, dow from range(1, 8) as days (dow);
            insert into sla_policies values ('P', 1, '*', '*', 'DAY', false, '2020-01-01', null, 0, 0), ('Q', 1, 'M0', '*', 'ALWAYS', false, '2020-01-01', null, 0, 1);
            insert into sla_targets select policy, 1, priority, clock, minutes, 0, 0
            from (values ('P'), ('Q')) as policies (policy), (values ('urgent', 1), ('high', 2), ('normal', 4), ('low', 8)) as priorities (priority, factor),
                (values ('FRT', 60), ('NRT', 60), ('RES', 480), ('AWT', 480), ('OLA', 240)) as clocks (clock, base), lateral (select base * factor as minutes) as targets;
            """);
        Insert(session, 0, tickets, "timestamp '2024-01-01' + to_seconds(n * (60 * 86400 * 10 // " + tickets.ToString(CultureInfo.InvariantCulture) + "))");
        return 0;
    });

    /// <summary>One day's tickets, as a batch lands them.</summary>
    private static void Land(KpiWarehouse warehouse, int history, int day)
    {
        warehouse.Write(session =>
        {
            var from = history + (day - 1) * TicketsPerDay;
            Insert(session, from, TicketsPerDay, string.Create(CultureInfo.InvariantCulture, $"timestamp '2025-09-01' + interval {day} day + to_seconds((n - {from}) * 40)"));
            session.Run("pending_tickets", string.Create(CultureInfo.InvariantCulture, $"insert into pending_tickets select 'desk', 'D-' || n from range({from}, {from + TicketsPerDay}) as tickets (n)"));
            return 0;
        });
        Refresh.Pending(warehouse);
    }

    private static void Insert(Session session, int from, int count, string createdAt) => session.Run("tickets", string.Create(CultureInfo.InvariantCulture, $"""
        create or replace temp table bench as
        select n, 'D-' || n as ticket_id, {createdAt} as created_at, hash(n) as dice from range({from}, {from + count}) as tickets (n);
        insert into tickets (source_system, ticket_id, arrived_at, created_at, created_by, status, channel, market, lob, priority, team_id, language, contact_reason, is_test, file_id, line_no)
        select 'desk', ticket_id, created_at, created_at, 'end_user', 'solved', 'email', 'M' || dice % 9, 'LOB ' || dice % 6, 'normal', 'T' || dice % 6, 'en', 'reason ' || dice % 40, false, 0, n from bench;
        insert into ticket_events (source_system, event_id, ticket_id, occurred_at, seq, type, actor_type, is_public, new_value, file_id, line_no)
        select 'desk', ticket_id || '-' || seq, ticket_id, created_at + to_minutes(cast(minutes as integer)), seq, type, actor, type in ('created', 'comment'), new_value, 0, n * 6 + seq
        from bench, lateral (values
            (1, 'created', 'end_user', 'new', 0),
            (2, 'team', 'system', 'T' || dice % 6, 0),
            (3, 'comment', 'agent', null, dice % 400),
            (4, 'status', 'agent', if(dice % 3 = 0, 'pending', 'open'), dice % 400),
            (5, 'comment', 'end_user', null, 400 + dice % 900),
            (6, 'status', 'agent', if(dice % 20 = 0, 'hold', 'solved'), 1500 + dice % 3000)
        ) as happened (seq, type, actor, new_value, minutes);
        """));

    /// <summary>Adds up wall and processor time by what the warehouse logs after each model.</summary>
    private sealed class ModelTimes : ILogger
    {
        private readonly Dictionary<string, Cost> costs = new(StringComparer.Ordinal);
        private TimeSpan processor = Environment.CpuUsage.TotalTime;

        /// <summary>Of the models that the clocks are made of.</summary>
        public Cost Clocks(ModelGraph models)
        {
            HashSet<string> needed = ["fct_sla_outcomes"];
            foreach (var model in models.InOrder.Reverse().Where(model => needed.Contains(model.Name)))
                needed.UnionWith(model.References);
            return costs.Where(pair => needed.Contains(pair.Key)).Select(pair => pair.Value).Aggregate(new Cost(0, 0), (sum, cost) => sum + cost);
        }

        public IEnumerable<(string Model, Cost Cost)> Dearest(int count) => costs.OrderByDescending(pair => pair.Value.Cpu).Take(count).Select(pair => (pair.Key, pair.Value));

        public void Start() => processor = Environment.CpuUsage.TotalTime;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "Model").Value is string model)
            {
                var now = Environment.CpuUsage.TotalTime;
                var cost = new Cost(Convert.ToDouble(values.First(value => value.Key == "Seconds").Value, CultureInfo.InvariantCulture), (now - processor).TotalSeconds);
                costs[model] = costs.GetValueOrDefault(model, new Cost(0, 0)) + cost;
                processor = now;
            }
        }
    }
}
