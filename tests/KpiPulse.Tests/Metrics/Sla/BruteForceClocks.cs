using NodaTime;

namespace KpiPulse.Tests.Metrics.Sla;

internal sealed record HistoryEvent(Instant At, int Seq, string Type, string Actor, bool IsPublic, string? Value);

internal sealed record PolicyTargets(string Calendar, bool PauseOnHold, IReadOnlyDictionary<(string Priority, string Clock), int> Minutes);

internal sealed record ClockAnswer(string Clock, int Cycle, Instant Start, string State, string? Reason, double Elapsed, int? Target, Instant? Breach, Instant? Completed, string? Owner, string? Contributor)
{
    public override string ToString() => $"{Clock} {Cycle} {Start} {State} {Reason ?? "-"} {Elapsed:0.###} {Target?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} {Breach?.ToString() ?? "-"} {Completed?.ToString() ?? "-"} {Owner ?? "-"} {Contributor ?? "-"}";
}

/// <summary>S1–S15 walked event by event and, between two events, minute by minute, for one ticket as of one instant: slow, plain, and written apart from the SQL. Events happen on whole minutes.</summary>
internal sealed class BruteForceClocks(
    IReadOnlyList<HistoryEvent> events,
    Instant asOf,
    IReadOnlyDictionary<string, OpenMinutes> calendars,
    Func<string?, string?, PolicyTargets?> policyOf,
    IReadOnlySet<string> tier2)
{
    private sealed class Clock
    {
        public required string Name { get; init; }
        public required int Cycle { get; init; }
        public required Instant Start { get; init; }
        public long Elapsed { get; set; }
        public Dictionary<string, long> Shares { get; } = [];
        public Instant? Breach { get; set; }
        public int? BreachTarget { get; set; }
        public string? BreachOwner { get; set; }
        public string? BreachContributor { get; set; }
        public Instant? Completed { get; set; }
        public bool IsStopped { get; set; }
        public string? CompletedOwner { get; set; }
        public string? LateReason { get; set; }
        public int? CompletedTarget { get; set; }
        public string? OlaTeam { get; set; }
        public string? SilentReason { get; set; }
        public (PolicyTargets? Policy, string Priority)? Promise { get; set; }

        public long Unshared { get; set; }

        public void Use(long seconds)
        {
            Elapsed += seconds;
            Unshared += seconds;
        }

        public void ShareWith(string team)
        {
            Shares[team] = Shares.GetValueOrDefault(team) + Unshared;
            Unshared = 0;
        }
    }

    private readonly List<Clock> clocks = [];
    private string status = "new";
    private string priority = "normal";
    private string? market;
    private string? lob;
    private string? team;
    private string lastPhase = "unsolved";
    private bool hasQuestion;
    private bool isAnswered = true;
    private int nextReplies;
    private int olas;

    private string Phase => status is "solved" or "closed" ? "done" : status is "merged" or "spam" or "deleted" ? "void" : "unsolved";

    private string Team => team ?? "UNASSIGNED";

    public IReadOnlyList<ClockAnswer> Answers()
    {
        var seconds = events.Where(one => one.At <= asOf).GroupBy(one => one.At).OrderBy(group => group.Key).ToList();
        for (var i = 0; i < seconds.Count; i++)
        {
            Apply(seconds[i].Key, [.. seconds[i].OrderBy(one => one.Seq)]);
            Run(seconds[i].Key, i + 1 < seconds.Count ? seconds[i + 1].Key : asOf);
        }

        return [.. clocks.Select(Answer).OrderBy(answer => answer.ToString(), StringComparer.Ordinal)];
    }

    private void Apply(Instant at, IReadOnlyList<HistoryEvent> second)
    {
        string? solver = null;
        var isNew = clocks.Count == 0;
        foreach (var one in second)
        {
            switch (one.Type)
            {
                case "created" or "status":
                    status = one.Value!;
                    if (Phase == "done")
                        solver = Team;
                    break;
                case "priority": priority = one.Value ?? "normal"; break;
                case "market": market = one.Value; break;
                case "lob": lob = one.Value; break;
                case "team": team = one.Value; break;
            }

            if (one.Type is "created" or "comment" && one is { Actor: "end_user", IsPublic: true })
                Ask(at);
            if (one is { Type: "comment", Actor: "agent", IsPublic: true } && hasQuestion)
                Reply(at);
        }

        if (isNew)
        {
            clocks.Add(new Clock { Name = "RES", Cycle = 1, Start = at });
            clocks.Add(new Clock { Name = "AWT", Cycle = 1, Start = at });
        }

        if (Phase == "done" && lastPhase == "unsolved")
            Solve(at, solver ?? Team);
        if (Phase == "unsolved" && lastPhase == "done")
            Reopen();
        HandOver(at);
        Judge(at);
        if (Phase != "void")
            lastPhase = Phase;
        foreach (var clock in clocks.Where(clock => Phase == "unsolved" && !clock.IsStopped && clock.Breach is null && Target(clock) is > 0 && clock.Elapsed > 60L * Target(clock)))
            Miss(clock, at);
    }

    private void Ask(Instant at)
    {
        if (!isAnswered)
            return;
        clocks.Add(new Clock { Name = hasQuestion ? "NRT" : "FRT", Cycle = hasQuestion ? ++nextReplies : 1, Start = at });
        hasQuestion = true;
        isAnswered = false;
    }

    private void Reply(Instant at)
    {
        isAnswered = true;
        foreach (var clock in clocks.Where(clock => clock.Name is "FRT" or "NRT" && !clock.IsStopped))
            Complete(clock, at, Team);
    }

    private void Solve(Instant at, string solver)
    {
        foreach (var clock in clocks.Where(clock => clock.Name is "RES" or "AWT"))
            Complete(clock, at, solver);
    }

    /// <summary>A clock that stops is judged by what it was promised until then; the promise of this second comes too late, unless there was none before.</summary>
    private void Judge(Instant at)
    {
        var now = (Policy: policyOf(market, lob), Priority: priority);
        foreach (var clock in clocks)
        {
            var (policy, promised) = clock.Promise ?? now;
            if (clock.IsStopped && clock.Completed == at)
            {
                clock.CompletedTarget = policy?.Minutes.GetValueOrDefault((promised, clock.Name));
                clock.LateReason = policy is null ? "no_policy" : null;
            }
            else if (!clock.IsStopped && Phase == "done" && (lastPhase != "done" || clock.Start == at))
            {
                clock.SilentReason = policy is null ? "no_policy" : "closed_without_reply";
            }
            else if (!clock.IsStopped && Phase == "unsolved")
            {
                clock.Promise = now;
            }
        }
    }

    private void Reopen()
    {
        foreach (var clock in clocks.Where(clock => clock.Name is "RES" or "AWT"))
            (clock.IsStopped, clock.Completed, clock.LateReason) = (false, null, null);
    }

    private void HandOver(Instant at)
    {
        if (Phase == "void")
            return;
        var holder = Phase == "unsolved" && team is not null && tier2.Contains(team) ? team : null;
        var running = clocks.LastOrDefault(clock => clock.Name == "OLA" && !clock.IsStopped);
        if (running?.OlaTeam == holder && running is not null)
            return;
        if (running is not null)
            Complete(running, at, running.OlaTeam!);
        if (holder is not null)
            clocks.Add(new Clock { Name = "OLA", Cycle = ++olas, Start = at, OlaTeam = holder });
    }

    private static void Complete(Clock clock, Instant at, string owner) =>
        (clock.IsStopped, clock.Completed, clock.CompletedOwner) = (true, at, owner);

    /// <summary>Nothing happens between two events but time: each clock that runs uses every open minute, and misses with the first one beyond its target.</summary>
    private void Run(Instant from, Instant until)
    {
        if (policyOf(market, lob) is not { } policy || Phase != "unsolved")
            return;
        var calendar = calendars[policy.Calendar];
        var running = clocks.Where(clock => !clock.IsStopped && Runs(clock, policy)).Select(clock => (Clock: clock, Target: 60L * Target(clock)!.Value)).ToList();
        for (long minute = from.ToUnixTimeSeconds() / 60, end = until.ToUnixTimeSeconds(); 60 * minute < end; minute++)
        {
            if (!calendar.IsOpen(minute))
                continue;
            var used = Math.Min(60, end - (60 * minute));
            foreach (var (clock, target) in running)
            {
                if (clock.Breach is null && clock.Elapsed == target)
                {
                    clock.ShareWith(Team);
                    Miss(clock, Instant.FromUnixTimeSeconds(60 * minute));
                }

                clock.Use(used);
            }
        }

        running.ForEach(run => run.Clock.ShareWith(Team));
    }

    private bool Runs(Clock clock, PolicyTargets policy) => clock.Name switch
    {
        "FRT" or "NRT" => true,
        "AWT" => status is "new" or "open",
        _ => status is "new" or "open" || (status == "hold" && !policy.PauseOnHold),
    };

    private int? Target(Clock clock) => policyOf(market, lob)?.Minutes.GetValueOrDefault((priority, clock.Name));

    private void Miss(Clock clock, Instant at)
    {
        clock.Breach = at;
        clock.BreachTarget = Target(clock);
        clock.BreachOwner = clock.OlaTeam ?? Team;
        clock.BreachContributor = Contributor(clock, clock.BreachOwner);
    }

    private static string Contributor(Clock clock, string owner)
    {
        if (clock.OlaTeam is not null)
            return owner;
        var most = clock.Shares.Values.DefaultIfEmpty(0).Max();
        return clock.Shares.GetValueOrDefault(owner) == most ? owner : clock.Shares.Where(share => share.Value == most).Select(share => share.Key).Max(StringComparer.Ordinal)!;
    }

    private ClockAnswer Answer(Clock clock)
    {
        ClockAnswer Excluded(string reason) => new(clock.Name, clock.Cycle, clock.Start, "EXCLUDED", reason, clock.Elapsed / 60.0, null, null, null, null, null);
        var isVoid = Phase == "void";
        if (isVoid && status != "merged")
            return Excluded(status);
        if (clock.Breach is not null)
        {
            var isClosed = clock.IsStopped || Phase != "unsolved";
            return new(clock.Name, clock.Cycle, clock.Start, isClosed ? "MISSED_CLOSED" : "MISSED_OPEN", null, clock.Elapsed / 60.0, clock.BreachTarget, clock.Breach, clock.Completed, clock.BreachOwner, clock.BreachContributor);
        }

        if (clock.IsStopped)
        {
            return clock.LateReason is { } late ? Excluded(late)
                : new(clock.Name, clock.Cycle, clock.Start, "MET", null, clock.Elapsed / 60.0, clock.CompletedTarget, null, clock.Completed, clock.CompletedOwner, Contributor(clock, clock.CompletedOwner!));
        }

        if (isVoid)
            return Excluded("merged");
        if (Phase == "done")
            return Excluded(clock.SilentReason!);
        if (policyOf(market, lob) is not { } policy)
            return Excluded("no_policy");
        var owner = clock.OlaTeam ?? Team;
        return new(clock.Name, clock.Cycle, clock.Start, Runs(clock, policy) ? "ACTIVE" : "PAUSED", null, clock.Elapsed / 60.0, Target(clock), null, null, owner, Contributor(clock, owner));
    }
}
