// Writes KpiPulse's sample data: dotnet run sample-data/generate.cs -- sample-data
//
// The same bytes on every machine: the dice are our own, nothing asks for the time or the culture, no function whose last bit
// may differ (exp, log, sin) is used, and even the gzip is written here, because the runtime's differs between versions.
//
// From top to bottom: the stories, the places and people, the dice, business time, one ticket's life, surveys, reviews, files.

using System.Globalization;
using System.Text;

if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: dotnet run sample-data/generate.cs -- <folder of the sample data>");
    return 1;
}

var exports = new Exports();
var desk = new Desk(Arrivals.All());
SurveyTool.Write(desk, exports);
QualityDesk.Write(desk, exports);
desk.Write(exports);
Reference.Write(exports);
Malformed.Write(exports);
exports.Save(args[0]);
Console.WriteLine(exports.Summary());
return 0;

// ---------------------------------------------------------------------------------------------------------------------
// The stories. Everything else is steady, with the noise of chance. The README tells them and says how they should show up.

internal sealed record Story(string Name, string Market, string Lob, int FromWeek, int ToWeek)
{
    public string? Team { get; init; }
    public string? Reason { get; init; }
    public double Volume { get; init; } = 1;
    public int[]? Hours { get; init; }
    public double? FirstReplyMet { get; init; }
    public double? ResolutionMet { get; init; }
    public double? ResolutionMetOtherwise { get; init; }
    public double? Csat { get; init; }
    public double? ExactCsat { get; init; }
    public double[]? Quality { get; init; }

    public bool Covers(string market, string lob, int week) => Market == market && Lob == lob && week >= FromWeek && week <= ToWeek;

    public static readonly Story[] All =
    [
        new("chronic miss", "ID", "Account Access", 21, 46) { ResolutionMet = 0.80 },
        new("sudden miss", "KR", "Age Support", 46, 46)
        {
            Team = "MNL2-NEA", Reason = "age verification document", Volume = 2.5, Hours = [17, 18, 19, 20, 21, 22, 23],
            FirstReplyMet = 0.67, Csat = 0.45,
        },
        new("pure mix shift", "IN", "Appeals", 46, 46) { Volume = 3 },
        new("false alarm", "SG", "Monetisation", 46, 46) { ExactCsat = 0.72 },
        new("improvement", "TH", "Account Security", 40, 46) { ResolutionMet = 0.975, ResolutionMetOtherwise = 0.84 },
        new("slow decline", "PH", "Appeals", 40, 46) { Quality = [88, 86, 84, 82, 80, 78, 76] },
    ];

    // Outcomes of these cells are spread evenly instead of thrown, so that their story is not drowned by chance.
    public static bool IsEven(string market, string lob) =>
        market == "IN" || (market, lob) is ("ID", "Account Access") or ("KR", "Age Support") or ("TH", "Account Security");
}

// ---------------------------------------------------------------------------------------------------------------------
// Time: seconds since 1970 in UTC. Weeks are ISO weeks of 2026 in Asia/Singapore.

internal static class Clock
{
    public const int FirstWeek = 21;
    public const int LastWeek = 46;
    public const long Minute = 60;
    public const long Hour = 3600;
    public const long Day = 86400;

    public static readonly long End = WeekStart(LastWeek + 1);

    public static long WeekStart(int week) => At(2026, 5, 17, 16) + ((week - FirstWeek) * 7 * Day);

    public static int WeekOf(long instant) => FirstWeek + (int)((instant - WeekStart(FirstWeek)) / (7 * Day));

    public static long At(int year, int month, int day, int hour = 0) =>
        new DateTimeOffset(year, month, day, hour, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public static long Date(string iso) =>
        new DateTimeOffset(DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToDateTime(default), TimeSpan.Zero).ToUnixTimeSeconds();

    public static string Iso(long instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

// ---------------------------------------------------------------------------------------------------------------------
// Places and lines of business

// No market here changes its offset within the period; the exported calendars carry the zone itself.
internal sealed record Market(string Code, string Name, string Zone, double Offset, int WeeklyTickets, double AnswerRate, double CsatShift, string CalendarId)
{
    public required (string Language, double Weight)[] Languages { get; init; }
    public (string Lob, double Share)[] Shares { get; init; } = [];

    // Appeals please fewer than other requests do; where far fewer, more of them move the market's CSAT.
    public double? AppealsCsat { get; init; }

    public long OffsetSeconds => (long)(Offset * Clock.Hour);

    public double ShareOf(string lob)
    {
        var fixedShares = Shares.Sum(share => share.Share);
        var own = Shares.FirstOrDefault(share => share.Lob == lob);
        if (own.Lob is not null)
            return own.Share;

        var free = Lob.All.Where(other => Shares.All(share => share.Lob != other.Name)).Sum(other => other.Share);
        return Lob.Named(lob).Share / free * (1 - fixedShares);
    }

    public static Market Of(string code) => All.First(market => market.Code == code);

    public static readonly Market[] All =
    [
        new("IN", "India", "Asia/Kolkata", 5.5, 325, 0.37, 0.00, "IN-DAY")
        {
            Languages = [("en", 0.6), ("hi", 0.32), ("ta", 0.08)],
            Shares = [("Appeals", 0.20)],
            AppealsCsat = 0.44,
        },
        new("ID", "Indonesia", "Asia/Jakarta", 7, 240, 0.30, 0.02, "ID-DAY")
        {
            Languages = [("id", 0.93), ("en", 0.07)],
            Shares = [("Account Access", 0.40)],
        },
        new("MY", "Malaysia", "Asia/Kuala_Lumpur", 8, 70, 0.29, 0.00, "MY-DAY") { Languages = [("ms", 0.55), ("en", 0.3), ("zh", 0.15)] },
        new("PH", "Philippines", "Asia/Manila", 8, 175, 0.34, 0.03, "PH-DAY")
        {
            Languages = [("en", 0.55), ("tl", 0.45)],
            Shares = [("Appeals", 0.17)],
        },
        new("SG", "Singapore", "Asia/Singapore", 8, 92, 0.33, -0.01, "SG-SPLIT")
        {
            Languages = [("en", 0.8), ("zh", 0.2)],
            Shares = [("Monetisation", 0.42)],
        },
        new("TH", "Thailand", "Asia/Bangkok", 7, 145, 0.28, 0.02, "TH-DAY")
        {
            Languages = [("th", 0.95), ("en", 0.05)],
            Shares = [("Account Security", 0.27)],
        },
        new("VN", "Vietnam", "Asia/Ho_Chi_Minh", 7, 130, 0.32, 0.02, "VN-DAY") { Languages = [("vi", 0.96), ("en", 0.04)] },
        new("JP", "Japan", "Asia/Tokyo", 9, 140, 0.24, -0.05, "JP-DAY") { Languages = [("ja", 0.97), ("en", 0.03)] },
        new("KR", "South Korea", "Asia/Seoul", 9, 205, 0.36, -0.01, "KR-DAY")
        {
            Languages = [("ko", 0.97), ("en", 0.03)],
            Shares = [("Age Support", 0.40)],
        },
    ];
}

internal sealed record Reason(string Name, double Weight, params string[] Details);

internal sealed record Lob(string Name, double Share, double Csat, double FirstReplyMet, double ResolutionMet, double Escalated, double OneTouch, Reason[] Reasons)
{
    public static Lob Named(string name) => All.First(lob => lob.Name == name);

    public static readonly Lob[] All =
    [
        new("Account Security", 0.20, 0.90, 0.945, 0.915, 0.17, 0.34,
        [
            new("hacked account", 0.5, "email changed", "unknown session", "items missing"),
            new("suspicious login", 0.3, "login from new country", "device not recognised"),
            new("phishing report", 0.2, "fake giveaway", "fake support message"),
        ]),
        new("Age Support", 0.14, 0.89, 0.955, 0.930, 0.10, 0.42,
        [
            new("age verification document", 0.45, "document rejected", "photo not readable", "name does not match"),
            new("parental consent", 0.3, "consent mail missing", "wrong parent address"),
            new("wrong age recorded", 0.25, "typed wrong year", "shared family device"),
        ]),
        new("Account Access", 0.27, 0.915, 0.950, 0.930, 0.05, 0.52,
        [
            new("code not received", 0.45, "text message", "email", "authenticator app"),
            new("password reset", 0.35, "link expired", "address no longer used"),
            new("locked after attempts", 0.2, "too many tries", "automatic lock"),
        ]),
        new("Monetisation", 0.16, 0.90, 0.945, 0.920, 0.09, 0.44,
        [
            new("refund request", 0.4, "accidental purchase", "child purchase", "duplicate charge"),
            new("purchase not delivered", 0.35, "store delay", "wrong account"),
            new("payout delayed", 0.25, "bank details", "identity check"),
        ]),
        new("Appeals", 0.12, 0.59, 0.940, 0.910, 0.14, 0.36,
        [
            new("ban appeal", 0.5, "automatic detection", "shared device", "first offence"),
            new("content removed", 0.3, "image", "text", "audio"),
            new("chat restriction", 0.2, "language filter", "report by others"),
        ]),
        new("Feedback", 0.11, 0.92, 0.955, 0.945, 0.03, 0.72,
        [
            new("bug report", 0.6, "crash", "display", "sound"),
            new("feature idea", 0.4, "controls", "accessibility", "languages"),
        ]),
    ];
}

internal static class Routing
{
    public static string TierOne(string market, string lob, long createdAt, Dice dice) => market switch
    {
        "PH" => "MNL1-PH",
        "SG" => lob == "Monetisation" ? "BLR1-PLUS" : "MNL1-PH",
        "MY" or "ID" => "KUL1-SEA",
        "TH" or "VN" => "KUL1-NORTH",
        "IN" => lob is "Account Security" or "Age Support" or "Account Access" ? "BLR1-CORE" : "BLR1-PLUS",
        "JP" => "MNL2-NEA",
        // Korean evenings belong to Manila; Kuala Lumpur helps by day.
        _ => LocalHour(market, createdAt) is >= 8 and < 17 && dice.Chance(0.7) ? "KUL1-NORTH" : "MNL2-NEA",
    };

    public static string TierTwo(string lob) => lob is "Account Security" or "Age Support" or "Appeals" ? "SIN-T2-SAFETY" : "SIN-T2-ACCOUNT";

    public static int LocalHour(string market, long instant) => (int)((instant + Market.Of(market).OffsetSeconds) % Clock.Day / Clock.Hour);
}

// ---------------------------------------------------------------------------------------------------------------------
// Teams and people. All invented.

internal sealed record Team(string Id, string Name, int Tier, string Site, string Partner, string Markets, string Lobs, string Lead, string ShiftCalendar, string[] Members)
{
    public static Team Of(string id) => All.First(team => team.Id == id);

    public static readonly Team[] All =
    [
        new("MNL1-PH", "Manila 1 Philippines", 1, "MNL-1", "Pacific Reach", "PH", "", "Rosario Magbanua", "PH-NIGHT",
        [
            "Jerome Villanueva", "Maricel Dimaculangan", "Paolo Buenaventura", "Kristine Abad", "Rodel Manalastas", "Jhoanna Pascual",
            "Niño Sarmiento", "Aileen Catacutan", "Dennis Macaraeg", "Lovely Ocampo", "Ferdinand Lualhati", "Bea Peñaflor",
        ]),
        new("MNL2-NEA", "Manila 2 Japan and Korea", 1, "MNL-2", "Harbour Voice", "KR", "", "이서현", "KR-DAY",
        [
            "김도윤", "박하은", "최민재", "정수아", "한지호", "윤예린", "佐藤 陽菜", "鈴木 蓮", "高橋 美咲", "田中 大翔", "伊藤 さくら", "渡辺 翔太",
        ]),
        new("BLR1-CORE", "Bengaluru 1 Core", 1, "BLR-1", "Deccan Care", "IN", "Account Security", "मीरा कुलकर्णी", "IN-DAY",
        [
            "आरव शर्मा", "अनन्या अय्यर", "रोहन देशपांडे", "प्रिया नायर", "विवेक मिश्रा", "स्नेहा पाटिल", "कबीर मल्होत्रा", "दीपिका राव", "मनोज यादव", "नेहा जोशी",
            "Arjun Hegde", "Lakshmi Narayanan",
        ]),
        new("BLR1-PLUS", "Bengaluru 1 Plus", 1, "BLR-1", "Deccan Care", "IN", "Appeals", "Farhan Qureshi", "IN-DAY",
        [
            "தமிழ்செல்வி முருகன்", "கார்த்திக் ராஜன்", "Ishita Banerjee", "Siddharth Kamath", "निखिल चौहान", "पूजा त्रिवेदी", "Gurpreet Sandhu", "Zoya Mirza",
            "हर्ष वर्धन", "Reshma Pillai", "राहुल सक्सेना", "Tanvi Gokhale",
        ]),
        new("KUL1-SEA", "Kuala Lumpur 1 Indonesia and Malaysia", 1, "KUL-1", "Straits Assist", "ID", "", "Nurul Izzati binti Hassan", "ID-DAY",
        [
            "Budi Santoso", "Dewi Lestari", "Agus Prabowo", "Siti Rahmawati", "Rizky Hidayat", "Putri Wulandari", "Ahmad Faiz bin Omar", "Lim Wei Jie",
            "Nur Aisyah binti Razak", "Yohanes Siregar", "Kavitha Subramaniam", "Fitri Handayani",
        ]),
        new("KUL1-NORTH", "Kuala Lumpur 1 Thailand and Vietnam", 1, "KUL-1", "Straits Assist", "TH", "", "พิมพ์ชนก ศรีสุข", "TH-DAY",
        [
            "สมชาย ใจดี", "อรทัย บุญมา", "ณัฐวุฒิ แก้วใส", "กัญญา รุ่งเรือง", "ธนพล วงศ์ไทย", "Nguyễn Thị Thu Hà", "Trần Văn Đức", "Phạm Quỳnh Anh",
            "Lê Hoàng Phúc", "Đặng Thùy Dương", "강태오", "임나연",
        ]),
        new("SIN-T2-SAFETY", "Singapore Tier 2 Safety", 2, "SIN-HQ", "", "", "", "Charlotte Ng", "SG-SPLIT",
        [
            "Tan Jun Hao", "Priyanka Menon", "小林 悠斗", "오지훈", "Ong Hui Min", "ศิริพร ทองดี", "Vũ Minh Khôi", "Muhammad Hafiz", "Grace Fernandez",
        ]),
        new("SIN-T2-ACCOUNT", "Singapore Tier 2 Account", 2, "SIN-HQ", "", "", "", "Suresh Chandran", "SG-SPLIT",
        [
            "Lee Kai Xin", "Rahim Abdullah", "中村 彩花", "서유진", "Chua Zhi Hao", "Anjali Verma", "Bùi Lan Phương", "วีรภัทร สุขใจ", "Daniel Wijaya",
        ]),
    ];
}

internal sealed record Posting(string AgentId, string Name, string TeamId, string LeadId, double Fte, string From, string? To, string HiredOn);

internal static class Roster
{
    public static readonly Posting[] All = Build();

    private static readonly Dictionary<(string Team, long Day), string[]> Present = [];

    public static string AgentOf(string team, long instant, Dice dice)
    {
        var day = instant / Clock.Day;
        if (!Present.TryGetValue((team, day), out var agents))
        {
            agents = [.. All.Where(post => post.TeamId == team && post.LeadId.Length > 0 && Covers(post, day * Clock.Day)).Select(post => post.AgentId)];
            Present.Add((team, day), agents);
        }

        return agents[dice.Below(agents.Length)];
    }

    public static string TenureOf(string agentId, long instant)
    {
        var days = (instant - Clock.Date(All.First(post => post.AgentId == agentId).HiredOn)) / Clock.Day;
        return days < 90 ? "0-3 months" : days < 365 ? "3-12 months" : "over 1 year";
    }

    // A day is left out at each edge, so that no zone's date falls outside the posting.
    private static bool Covers(Posting post, long day) =>
        Clock.Date(post.From) < day && (post.To is null || day < Clock.Date(post.To) - Clock.Day);

    private static Posting[] Build()
    {
        var postings = new List<Posting>();
        var number = 1001;
        foreach (var team in Team.All)
        {
            var lead = $"L-{team.Id}";
            postings.Add(new(lead, team.Lead, team.Id, "", 1, "2025-01-06", null, "2023-02-01"));
            foreach (var name in team.Members)
            {
                var id = $"A-{number++}";
                var dice = Dice.For($"agent {id}");
                var hired = Clock.At(2026, 5, 4) - ((long)dice.Quantile(0, 60, 150, 280, 420, 700, 1100) * Clock.Day);
                var fte = dice.Chance(0.1) ? 0.8 : dice.Chance(0.06) ? 0.5 : 1;
                postings.Add(new(id, name, team.Id, lead, fte, Clock.Iso(Math.Max(hired, Clock.At(2025, 1, 6)))[..10], null, Clock.Iso(hired)[..10]));
            }
        }

        Join(postings, "A-1012", "2026-06-15");
        Join(postings, "A-1023", "2026-08-03");
        Join(postings, "A-1060", "2026-09-14");
        Leave(postings, "A-1008", "2026-09-28");
        Move(postings, "A-1045", "BLR1-CORE", "2026-07-20");
        Move(postings, "A-1035", "BLR1-PLUS", "2026-08-31");
        Move(postings, "A-1053", "SIN-T2-SAFETY", "2026-10-05");
        return [.. postings.OrderBy(post => post.AgentId, StringComparer.Ordinal).ThenBy(post => post.From, StringComparer.Ordinal)];
    }

    private static void Join(List<Posting> postings, string agent, string on) => Replace(postings, agent, post => [post with { From = on, HiredOn = on }]);

    private static void Leave(List<Posting> postings, string agent, string on) => Replace(postings, agent, post => [post with { To = on }]);

    private static void Move(List<Posting> postings, string agent, string team, string on) =>
        Replace(postings, agent, post => [post with { To = on }, post with { TeamId = team, LeadId = $"L-{team}", From = on }]);

    private static void Replace(List<Posting> postings, string agent, Func<Posting, Posting[]> change)
    {
        var index = postings.FindIndex(post => post.AgentId == agent);
        var replacement = change(postings[index]);
        postings.RemoveAt(index);
        postings.InsertRange(index, replacement);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Dice: SplitMix64, one stream per subject, so that changing one story leaves the others' tickets as they were.

internal sealed class Dice
{
    private ulong state;

    private Dice(ulong seed) => state = seed;

    public static Dice For(string subject)
    {
        var hash = 14695981039346656037UL ^ 20261115UL;
        foreach (var letter in Encoding.UTF8.GetBytes(subject))
            hash = unchecked((hash ^ letter) * 1099511628211UL);

        var dice = new Dice(hash);
        _ = dice.Next();
        return dice;
    }

    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public int Below(int limit) => (int)(Unit() * limit);

    public long Between(long from, long until) => from + (long)(Unit() * (until - from));

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public int Weighted(IReadOnlyList<double> weights)
    {
        var point = Unit() * weights.Sum();
        for (var index = 0; index < weights.Count - 1; index++)
        {
            point -= weights[index];
            if (point < 0)
                return index;
        }

        return weights.Count - 1;
    }

    // A distribution given by its quantiles at equal steps from 0 to 1, straight lines between them.
    public double Quantile(params double[] knots)
    {
        var place = Unit() * (knots.Length - 1);
        var below = (int)place;
        return knots[below] + ((knots[below + 1] - knots[below]) * (place - below));
    }

    // About normal, mean 0, deviation 1.
    public double Bell()
    {
        var sum = -6.0;
        for (var turn = 0; turn < 12; turn++)
            sum += Unit();

        return sum;
    }

    public void Shuffle<T>(List<T> items)
    {
        for (var index = items.Count - 1; index > 0; index--)
        {
            var other = Below(index + 1);
            (items[index], items[other]) = (items[other], items[index]);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}

// Outcomes spread as evenly as their probabilities allow: the running total never strays a whole case from its expectation.
internal sealed class EvenSpread
{
    private readonly Dictionary<string, double> carried = [];

    public bool Next(string key, double probability)
    {
        var total = carried.GetValueOrDefault(key, 0.5) + probability;
        var hit = total >= 1;
        carried[key] = hit ? total - 1 : total;
        return hit;
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Business time (metric contract B1 to B6) for zones with one offset

internal sealed record Window(int Dow, string From, string To);

internal sealed record Holiday(string Date, string Kind, string From, string To, string Name)
{
    public static Holiday Closed(string date, string name) => new(date, "CLOSED", "", "", name);
}

internal sealed record Hours(int Version, string? ValidFrom, string? ValidTo, Window[] Weekly, Holiday[] Exceptions);

internal sealed class BusinessCalendar(string id, string zone, double offset, params Hours[] versions)
{
    private readonly Dictionary<long, List<(int From, int To)>> days = [];
    private readonly long offsetSeconds = (long)(offset * Clock.Hour);

    public string Id => id;
    public string Zone => zone;
    public IReadOnlyList<Hours> Versions => versions;
    public long OffsetSeconds => offsetSeconds;

    public long Elapsed(long from, long until)
    {
        var sum = 0L;
        for (var day = LocalDay(from); day <= LocalDay(until); day++)
        {
            foreach (var (open, close) in OpenOn(day))
                sum += Math.Max(0, Math.Min(until, Instant(day, close)) - Math.Max(from, Instant(day, open)));
        }

        return sum;
    }

    public long Due(long from, long seconds)
    {
        if (seconds <= 0)
            return from;

        for (var day = LocalDay(from); ; day++)
        {
            foreach (var (open, close) in OpenOn(day))
            {
                var start = Math.Max(from, Instant(day, open));
                var room = Instant(day, close) - start;
                if (room <= 0)
                    continue;

                if (room >= seconds)
                    return start + seconds;

                seconds -= room;
            }
        }
    }

    public bool IsHoliday(long instant) =>
        versions[^1].Exceptions.Any(other => other.Kind == "CLOSED" && Clock.Date(other.Date) == LocalDay(instant) * Clock.Day);

    private long LocalDay(long instant) => (instant + offsetSeconds) / Clock.Day;

    private long Instant(long day, int minute) => (day * Clock.Day) + (minute * Clock.Minute) - offsetSeconds;

    private List<(int From, int To)> OpenOn(long day)
    {
        if (days.TryGetValue(day, out var known))
            return known;

        var open = new bool[1440];
        var hours = versions.Last(version => version.ValidFrom is null || Clock.Date(version.ValidFrom) <= day * Clock.Day);
        var dow = (int)((day + 3) % 7) + 1;
        foreach (var window in hours.Weekly)
        {
            var (from, to) = (MinuteOf(window.From), MinuteOf(window.To));
            var past = to <= from;
            if (window.Dow == dow)
                Mark(open, from, past ? 1440 : to, true);
            if (past && window.Dow % 7 == (dow + 6) % 7)
                Mark(open, 0, to, true);
        }

        foreach (var exception in hours.Exceptions.Where(other => Clock.Date(other.Date) == day * Clock.Day).OrderBy(other => other.Kind, StringComparer.Ordinal))
            Mark(open, exception.From.Length > 0 ? MinuteOf(exception.From) : 0, exception.To.Length > 0 ? MinuteOf(exception.To) : 1440, exception.Kind == "OPEN");

        var spans = new List<(int From, int To)>();
        for (var minute = 0; minute < 1440; minute++)
        {
            if (!open[minute])
                continue;

            var start = minute;
            while (minute < 1440 && open[minute])
                minute++;

            spans.Add((start, minute));
        }

        days.Add(day, spans);
        return spans;
    }

    private static void Mark(bool[] open, int from, int to, bool value) => Array.Fill(open, value, from, to - from);

    private static int MinuteOf(string time) => (Number(time[..2]) * 60) + Number(time[3..]);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    public static BusinessCalendar Of(string calendarId) => All.First(calendar => calendar.Id == calendarId);

    private static Window[] Daily(string days, params string[] spans) =>
        [.. days.SelectMany(day => spans.Select(span => new Window(day - '0', span[..5], span[6..])))];

    private static readonly Holiday[] Thai =
    [
        Holiday.Closed("2026-06-01", "Visakha Bucha, substitute"), Holiday.Closed("2026-06-03", "Queen's Birthday"),
        Holiday.Closed("2026-07-28", "King's Birthday"), Holiday.Closed("2026-07-29", "Asahna Bucha"), Holiday.Closed("2026-08-12", "Mother's Day"),
        Holiday.Closed("2026-10-13", "Memorial Day of King Bhumibol"), Holiday.Closed("2026-10-23", "Chulalongkorn Day"),
    ];

    public static readonly BusinessCalendar[] All =
    [
        new("ALWAYS", "Asia/Singapore", 8, new Hours(1, null, null, Daily("1234567", "00:00-24:00"), [])),
        new("IN-DAY", "Asia/Kolkata", 5.5, new Hours(1, null, null, Daily("123456", "09:00-21:00"),
        [
            Holiday.Closed("2026-08-15", "Independence Day"), Holiday.Closed("2026-10-02", "Gandhi Jayanti"), Holiday.Closed("2026-10-20", "Dussehra"),
            new("2026-11-07", "CLOSED", "14:00", "24:00", "Diwali eve, half day"), Holiday.Closed("2026-11-08", "Diwali"),
        ])),
        new("ID-DAY", "Asia/Jakarta", 7, new Hours(1, null, null, Daily("123456", "08:00-20:00"),
        [
            Holiday.Closed("2026-05-27", "Idul Adha"), Holiday.Closed("2026-06-01", "Pancasila Day"), Holiday.Closed("2026-06-16", "Islamic New Year"),
            Holiday.Closed("2026-08-17", "Independence Day"), Holiday.Closed("2026-08-25", "Maulid"),
        ])),
        new("MY-DAY", "Asia/Kuala_Lumpur", 8, new Hours(1, null, null, Daily("12345", "09:00-18:00"),
        [
            Holiday.Closed("2026-05-27", "Hari Raya Haji"), Holiday.Closed("2026-06-01", "King's Birthday"), Holiday.Closed("2026-06-17", "Awal Muharram"),
            Holiday.Closed("2026-08-25", "Maulidur Rasul"), Holiday.Closed("2026-08-31", "National Day"), Holiday.Closed("2026-09-16", "Malaysia Day"),
            Holiday.Closed("2026-11-09", "Deepavali, substitute"),
        ])),
        new("PH-DAY", "Asia/Manila", 8, new Hours(1, null, null, Daily("1234567", "08:00-22:00"),
        [
            Holiday.Closed("2026-06-12", "Independence Day"), Holiday.Closed("2026-08-21", "Ninoy Aquino Day"), Holiday.Closed("2026-08-31", "National Heroes Day"),
            Holiday.Closed("2026-11-01", "All Saints' Day"), Holiday.Closed("2026-11-02", "All Souls' Day"),
        ])),
        // The day desk and the night team, with a gap in the evening; the night runs past midnight.
        new("PH-NIGHT", "Asia/Manila", 8, new Hours(1, null, null, Daily("123456", "09:00-18:00", "22:00-06:00"),
        [
            Holiday.Closed("2026-06-12", "Independence Day"), Holiday.Closed("2026-08-21", "Ninoy Aquino Day"), Holiday.Closed("2026-08-31", "National Heroes Day"),
            Holiday.Closed("2026-11-02", "All Souls' Day"),
        ])),
        new("SG-SPLIT", "Asia/Singapore", 8, new Hours(1, null, null, [.. Daily("12345", "09:00-13:00", "14:00-18:00"), .. Daily("6", "09:00-13:00")],
        [
            Holiday.Closed("2026-05-27", "Hari Raya Haji"), Holiday.Closed("2026-06-01", "Vesak Day, observed"), Holiday.Closed("2026-08-10", "National Day, observed"),
            Holiday.Closed("2026-11-09", "Deepavali, observed"), new("2026-11-09", "OPEN", "10:00", "12:00", "Deepavali, skeleton crew"),
        ])),
        new("TH-DAY", "Asia/Bangkok", 7,
            new Hours(1, null, "2026-08-31", Daily("123456", "09:00-18:00"), Thai),
            new Hours(2, "2026-08-31", null, Daily("123456", "08:00-19:00"), Thai)),
        new("VN-DAY", "Asia/Ho_Chi_Minh", 7, new Hours(1, null, null, Daily("123456", "08:30-17:30"),
        [
            Holiday.Closed("2026-09-01", "National Day, adjoining day"), Holiday.Closed("2026-09-02", "National Day"),
        ])),
        new("JP-DAY", "Asia/Tokyo", 9, new Hours(1, null, null, [.. Daily("12345", "09:00-19:00"), .. Daily("67", "10:00-17:00")],
        [
            Holiday.Closed("2026-07-20", "Marine Day"), Holiday.Closed("2026-08-11", "Mountain Day"), Holiday.Closed("2026-09-21", "Respect for the Aged Day"),
            Holiday.Closed("2026-09-22", "Citizens' Holiday"), Holiday.Closed("2026-09-23", "Autumnal Equinox Day"), Holiday.Closed("2026-10-12", "Sports Day"),
            Holiday.Closed("2026-11-03", "Culture Day"),
        ])),
        new("KR-DAY", "Asia/Seoul", 9, new Hours(1, null, null, [.. Daily("12345", "09:00-20:00"), .. Daily("6", "10:00-15:00")],
        [
            Holiday.Closed("2026-06-03", "Local elections"), Holiday.Closed("2026-06-06", "Memorial Day"), Holiday.Closed("2026-08-15", "Liberation Day"),
            Holiday.Closed("2026-08-17", "Liberation Day, substitute"), Holiday.Closed("2026-09-24", "Chuseok"), Holiday.Closed("2026-09-25", "Chuseok"),
            Holiday.Closed("2026-09-26", "Chuseok"), Holiday.Closed("2026-10-05", "National Foundation Day, substitute"), Holiday.Closed("2026-10-09", "Hangeul Day"),
        ])),
    ];
}

// ---------------------------------------------------------------------------------------------------------------------
// Promises

internal sealed record Promise(string PolicyId, int Version, string Market, string Lob, string CalendarId, bool PauseOnHold, long From, long? To, double Scale)
{
    private static readonly (string Priority, int Minutes)[] FirstReply = [("urgent", 30), ("high", 60), ("normal", 120), ("low", 240)];
    private static readonly (string Priority, int Minutes)[] Resolution = [("urgent", 240), ("high", 480), ("normal", 960), ("low", 1920)];

    public BusinessCalendar Calendar { get; } = BusinessCalendar.Of(CalendarId);

    public int FirstReplyMinutes(string priority) => Scaled(FirstReply, priority);

    public int ResolutionMinutes(string priority) => Scaled(Resolution, priority);

    public static Promise For(string market, string lob, long createdAt) =>
        All.Where(promise => (promise.Market == market || promise.Market == "*") && (promise.Lob == lob || promise.Lob == "*")
                && promise.From <= createdAt && (promise.To is null || createdAt < promise.To))
            .OrderByDescending(promise => (promise.Market == "*" ? 0 : 1) + (promise.Lob == "*" ? 0 : 1)).First();

    public static IEnumerable<(string Priority, string Metric, int Minutes)> TargetsOf(Promise promise)
    {
        foreach (var (priority, _) in FirstReply)
        {
            yield return (priority, "FRT", promise.FirstReplyMinutes(priority));
            yield return (priority, "NRT", promise.FirstReplyMinutes(priority) * 2);
            yield return (priority, "RES", promise.ResolutionMinutes(priority));
            yield return (priority, "AWT", promise.ResolutionMinutes(priority) * 3 / 4);
            yield return (priority, "OLA", promise.ResolutionMinutes(priority) / 2);
        }
    }

    private int Scaled((string Priority, int Minutes)[] table, string priority) =>
        (int)(table.First(row => row.Priority == (priority.Length == 0 ? "normal" : priority)).Minutes * Scale);

    public static readonly Promise[] All = Build();

    private static Promise[] Build()
    {
        var start = Clock.At(2026, 1, 1) - (9 * Clock.Hour);
        var tighter = Clock.At(2026, 9, 6, 15);
        var promises = new List<Promise> { new("P-ANY", 1, "*", "*", "ALWAYS", false, start, null, 2) };
        foreach (var market in global::Market.All)
        {
            if (market.Code == "JP")
            {
                promises.Add(new("P-JP", 1, "JP", "*", market.CalendarId, false, start, tighter, 1));
                promises.Add(new("P-JP", 2, "JP", "*", market.CalendarId, false, tighter, null, 0.75));
            }
            else
            {
                promises.Add(new($"P-{market.Code}", 1, market.Code, "*", market.CalendarId, false, start, null, 1));
            }

            promises.Add(new($"P-{market.Code}-AGE", 1, market.Code, "Age Support", "ALWAYS", false, start, null, 1.5));
        }

        promises.Add(new("P-IN-APPEALS", 1, "IN", "Appeals", "IN-DAY", true, start, null, 1));
        promises.Add(new("P-PH-SECURITY", 1, "PH", "Account Security", "PH-NIGHT", false, start, null, 1));
        return [.. promises];
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Arrivals: when a ticket comes, where and about what

internal sealed record Arrival(string Market, string Lob, long At, bool IsSurge, string Key);

internal static class Arrivals
{
    private static readonly double[] HourWeights = [2, 1.3, 0.8, 0.6, 0.6, 0.8, 1.4, 2.2, 3.4, 4.6, 5.2, 5.4, 5.2, 5.2, 5.4, 5.4, 5.6, 5.6, 5.8, 6.2, 6.4, 6, 4.6, 3.2];
    private static readonly double[] DayWeights = [1.12, 1.06, 1.02, 1, 1, 0.92, 0.88];
    private static readonly double[] SurgeDays = [1.5, 1.5, 1.4, 1.2, 1, 0.5, 0.3];

    public static List<Arrival> All()
    {
        var arrivals = new List<Arrival>();
        for (var week = Clock.FirstWeek; week <= Clock.LastWeek; week++)
        {
            foreach (var market in Market.All)
            {
                foreach (var lob in Lob.All)
                    AddCell(arrivals, market, lob, week);
            }
        }

        return [.. arrivals.OrderBy(arrival => arrival.At).ThenBy(arrival => arrival.Key, StringComparer.Ordinal)];
    }

    private static void AddCell(List<Arrival> arrivals, Market market, Lob lob, int week)
    {
        var key = $"arrivals {market.Code} {lob.Name} {week}";
        var dice = Dice.For(key);
        var expected = market.WeeklyTickets * market.ShareOf(lob.Name) * (1 + (0.002 * (week - Clock.FirstWeek)));
        var count = (int)Math.Max(1, expected + (0.8 * Math.Sqrt(expected) * dice.Bell()) + 0.5);
        for (var turn = 0; turn < count; turn++)
        {
            var at = Moment(market, week, DayWeights, HourWeights, dice);
            // Fewer write on a holiday; some of them the day after.
            if (BusinessCalendar.Of(market.CalendarId).IsHoliday(at) && dice.Chance(0.3))
            {
                if (dice.Chance(0.5))
                    continue;

                at = Math.Min(at + Clock.Day, Clock.WeekStart(week + 1) - 1);
            }

            arrivals.Add(new(market.Code, lob.Name, at, false, $"{key} {turn}"));
        }

        foreach (var story in Story.All.Where(story => story.Volume > 1 && story.Covers(market.Code, lob.Name, week)))
        {
            var share = story.Reason is null ? 1 : lob.Reasons.First(reason => reason.Name == story.Reason).Weight;
            var hours = story.Hours is null ? HourWeights : [.. Enumerable.Range(0, 24).Select(hour => story.Hours.Contains(hour) ? 1.0 : 0)];
            for (var turn = 0; turn < (int)(expected * share * (story.Volume - 1)); turn++)
                arrivals.Add(new(market.Code, lob.Name, Moment(market, week, SurgeDays, hours, dice), true, $"{key} surge {turn}"));
        }
    }

    private static long Moment(Market market, int week, double[] days, double[] hours, Dice dice)
    {
        var inWeek = (dice.Weighted(days) * Clock.Day) + (dice.Weighted(hours) * Clock.Hour) + dice.Between(0, Clock.Hour)
            + (8 * Clock.Hour) - market.OffsetSeconds;
        return Clock.WeekStart(week) + ((inWeek + (7 * Clock.Day)) % (7 * Clock.Day));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// One ticket's life

internal sealed record Step(long At, string Type, string Actor, string ActorId = "", bool? IsPublic = null, string Value = "", string ReasonCode = "");

internal sealed record TicketEvent(int Seq, Step Step, string OldValue);

internal sealed class Ticket(string id, Arrival arrival)
{
    public string Id => id;
    public Arrival Arrival => arrival;
    public long CreatedAt => arrival.At;
    public string Channel { get; set; } = "";
    public string Language { get; set; } = "";
    public string Reason { get; set; } = "";
    public string Detail { get; set; } = "";
    public string Product { get; set; } = "";
    public string Tenure { get; set; } = "";
    public bool IsTest { get; set; }
    public bool FirstReplyMet { get; set; }
    public bool ResolutionMet { get; set; }
    public bool Reopened { get; set; }
    public string TierOneTeam { get; set; } = "";
    public List<TicketEvent> Events { get; } = [];

    public bool IsInternal => Channel == "internal_form";

    public bool IsVoid => Events.Any(happened => happened.Step.Type == "status" && happened.Step.Value is "spam" or "deleted" or "merged");

    // Old values come from replaying, so they are true by construction. What happens after the end has not happened yet.
    public void Live(List<Step> steps)
    {
        var state = new Dictionary<string, string>();
        foreach (var step in steps.Select((step, order) => (step, order)).OrderBy(pair => pair.step.At).ThenBy(pair => pair.order).Select(pair => pair.step))
        {
            if (step.At >= Clock.End)
                break;

            var field = step.Type == "created" ? "status" : step.Type;
            var old = state.GetValueOrDefault(field, "");
            if (step.Type is not ("comment" or "merge" or "created") && old == step.Value)
                continue;

            if (step.Type != "comment")
                state[field] = step.Value;

            Events.Add(new(Events.Count + 1, step, step.Type is "comment" or "created" or "merge" ? "" : old));
        }
    }

    public TicketState StateAt(long instant)
    {
        var state = new TicketState();
        foreach (var happened in Events.TakeWhile(happened => happened.Step.At < instant))
            state.Apply(happened);

        return state;
    }
}

internal sealed class TicketState
{
    public string Status { get; private set; } = "";
    public string Market { get; private set; } = "";
    public string Lob { get; private set; } = "";
    public string Priority { get; private set; } = "";
    public string TeamId { get; private set; } = "";
    public string AgentId { get; private set; } = "";
    public string MergedInto { get; private set; } = "";
    public long? SolvedAt { get; private set; }
    public long? FirstReplyAt { get; private set; }
    public int Reopens { get; private set; }
    public long UpdatedAt { get; private set; }
    public string CreatedBy { get; private set; } = "";

    public void Apply(TicketEvent happened)
    {
        var step = happened.Step;
        UpdatedAt = step.At;
        switch (step.Type)
        {
            case "created": (Status, CreatedBy) = (step.Value, step.Actor); break;
            case "priority": Priority = step.Value; break;
            case "market": Market = step.Value; break;
            case "lob": Lob = step.Value; break;
            case "team": TeamId = step.Value; break;
            case "agent": AgentId = step.Value; break;
            case "merge": MergedInto = step.Value; break;
            case "comment" when step is { Actor: "agent", IsPublic: true }: FirstReplyAt ??= step.At; break;
            case "status": Move(step); break;
        }
    }

    private void Move(Step step)
    {
        var wasDone = Status is "solved" or "closed";
        Status = step.Value;
        var isDone = Status is "solved" or "closed";
        if (isDone && !wasDone)
            SolvedAt = step.At;
        if (wasDone && Status is "new" or "open" or "pending" or "hold")
            Reopens++;
    }
}

internal sealed class Desk
{
    private readonly EvenSpread spread = new();
    private readonly Dictionary<string, string> latestOfCell = [];

    public List<Ticket> Tickets { get; } = [];

    public Desk(List<Arrival> arrivals)
    {
        var number = 100001;
        foreach (var arrival in arrivals)
            Tickets.Add(Live(new Ticket($"D-{number++}", arrival)));
    }

    private Ticket Live(Ticket ticket)
    {
        var (market, lob) = (Market.Of(ticket.Arrival.Market), Lob.Named(ticket.Arrival.Lob));
        var dice = Dice.For($"ticket {ticket.Arrival.Key}");
        var created = ticket.CreatedAt;
        Describe(ticket, market, lob, dice);

        var priority = new[] { "urgent", "high", "normal", "low", "" }[dice.Weighted(
            lob.Name is "Account Security" or "Age Support" ? [0.12, 0.3, 0.5, 0.06, 0.02] : [0.03, 0.14, 0.66, 0.15, 0.02])];
        var team = Routing.TierOne(market.Code, lob.Name, created, dice);
        if (ticket.Arrival.IsSurge && Story.All.First(story => story.Volume > 1 && story.Market == market.Code).Team is { } surged)
            team = surged;

        var steps = new List<Step>();
        var openedBy = ticket.IsInternal ? Roster.AgentOf(team, created, dice) : "";
        steps.Add(new(created, "created", ticket.IsInternal ? "agent" : "end_user", openedBy, !ticket.IsInternal, "new"));
        ticket.TierOneTeam = team;
        var settled = Triage(steps, ticket, priority, team, dice);
        if (!ticket.IsInternal && ticket.Channel is "in_app" or "web_form" && dice.Chance(0.45))
            steps.Add(new(created + dice.Between(4, 40), "comment", "bot", "helper-bot", true));

        if (Voided(steps, ticket, settled, dice))
        {
            ticket.Live(steps);
            return ticket;
        }

        latestOfCell[$"{market.Code} {lob.Name}"] = ticket.Id;
        Work(steps, ticket, Promise.For(market.Code, lob.Name, created), settled.Priority, settled.At, team, dice);
        ticket.Live(steps);
        return ticket;
    }

    private static void Describe(Ticket ticket, Market market, Lob lob, Dice dice)
    {
        ticket.Channel = lob.Name == "Appeals"
            ? new[] { "appeals", "email", "in_app", "internal_form" }[dice.Weighted([0.84, 0.08, 0.06, 0.02])]
            : new[] { "in_app", "web_form", "email", "internal_form" }[dice.Weighted([0.5, 0.26, 0.2, 0.04])];
        var reason = lob.Reasons[dice.Weighted([.. lob.Reasons.Select(reason => reason.Weight)])];
        if (ticket.Arrival.IsSurge && Story.All.FirstOrDefault(story => story.Reason is not null && story.Market == market.Code) is { } surge)
            reason = lob.Reasons.First(other => other.Name == surge.Reason);
        if (ticket.Arrival.IsSurge && ticket.IsInternal)
            ticket.Channel = "in_app";

        ticket.Reason = reason.Name;
        ticket.Detail = dice.Pick(reason.Details);
        ticket.Language = market.Languages[dice.Weighted([.. market.Languages.Select(language => language.Weight)])].Language;
        ticket.Product = new[] { "app", "web", "console" }[dice.Weighted([0.6, 0.28, 0.12])];
        ticket.IsTest = dice.Chance(0.002);
    }

    // Initial values; some land wrong and are put right within a quarter of an hour.
    private static (string Priority, long At) Triage(List<Step> steps, Ticket ticket, string priority, string team, Dice dice)
    {
        var (created, market, lob) = (ticket.CreatedAt, ticket.Arrival.Market, ticket.Arrival.Lob);
        var strayMarket = dice.Chance(0.012) ? market switch { "SG" => "MY", "MY" => "SG", "JP" => "KR", "KR" => "JP", _ => "SG" } : market;
        var strayLob = dice.Chance(0.025) ? dice.Pick(Lob.All).Name : lob;
        var strayTeam = strayMarket == market && strayLob == lob ? team : Routing.TierOne(strayMarket, strayLob, created, dice);
        if (priority.Length > 0)
            steps.Add(new(created, "priority", "system", Value: priority));

        steps.Add(new(created, "market", "system", Value: strayMarket));
        steps.Add(new(created, "lob", "system", Value: strayLob));
        steps.Add(new(created, "team", "system", Value: strayTeam));
        var at = created;
        if (strayMarket != market || strayLob != lob)
        {
            at = created + dice.Between(90, 14 * Clock.Minute);
            steps.Add(new(at, "market", "system", Value: market));
            steps.Add(new(at, "lob", "system", Value: lob));
            steps.Add(new(at, "team", "system", Value: team, ReasonCode: "triage"));
        }

        if (priority is "normal" or "low" && dice.Chance(0.04))
        {
            at = Math.Max(at, created + dice.Between(60, 10 * Clock.Minute));
            priority = priority == "low" ? "normal" : "high";
            steps.Add(new(at, "priority", "system", Value: priority));
        }

        return (priority, at);
    }

    private bool Voided(List<Step> steps, Ticket ticket, (string Priority, long At) settled, Dice dice)
    {
        if (ticket.IsInternal || ticket.Arrival.IsSurge)
            return false;

        var at = settled.At + dice.Between(3 * Clock.Minute, 5 * Clock.Hour);
        var point = dice.Unit();
        var cell = $"{ticket.Arrival.Market} {ticket.Arrival.Lob}";
        if (point < 0.010)
            steps.Add(new(at, "status", "system", Value: "spam"));
        else if (point < 0.013)
            steps.Add(new(at, "status", "system", Value: "deleted"));
        else if (point < 0.021 && latestOfCell.TryGetValue(cell, out var parent))
            steps.AddRange([new(at, "merge", "system", Value: parent), new(at, "status", "system", Value: "merged")]);
        else
            return false;

        return true;
    }

    private void Work(List<Step> steps, Ticket ticket, Promise promise, string priority, long settledAt, string team, Dice dice)
    {
        var (market, lob, week) = (ticket.Arrival.Market, Lob.Named(ticket.Arrival.Lob), Clock.WeekOf(ticket.CreatedAt));
        var stories = Story.All.Where(story => story.Covers(market, lob.Name, week)
            && (story.Team is null || story.Team == team) && (story.Reason is null || story.Reason == ticket.Reason)).ToArray();
        var replyMet = stories.Select(story => story.FirstReplyMet).FirstOrDefault(rate => rate is not null) ?? lob.FirstReplyMet;
        var solveMet = stories.Select(story => story.ResolutionMet).FirstOrDefault(rate => rate is not null)
            ?? Story.All.FirstOrDefault(story => story.Market == market && story.Lob == lob.Name)?.ResolutionMetOtherwise ?? lob.ResolutionMet;

        // The story's tickets are spread apart from the cell's others, so that both rates are exact.
        ticket.FirstReplyMet = Outcome($"{market} {lob.Name} reply {stories.Length}", replyMet, market, lob.Name, dice);
        ticket.ResolutionMet = Outcome($"{market} {lob.Name} solve", solveMet, market, lob.Name, dice);
        var agent = ticket.IsInternal ? steps[0].ActorId : Roster.AgentOf(team, ticket.CreatedAt, dice);
        ticket.Tenure = Roster.TenureOf(agent, ticket.CreatedAt);
        new Handling(steps, ticket, promise, priority, dice) { Agent = agent, Team = team }.Play(settledAt, lob);
    }

    private bool Outcome(string key, double probability, string market, string lob, Dice dice) =>
        Story.IsEven(market, lob) ? spread.Next(key, probability) : dice.Chance(probability);

    public void Write(Exports exports)
    {
        foreach (var ticket in Tickets)
        {
            foreach (var happened in ticket.Events)
                WriteEvent(exports, ticket, happened);

            foreach (var week in ticket.Events.SelectMany(happened => Exports.WeeksOf(happened.Step.At)).Distinct().Order())
                WriteRow(exports, ticket, week);
        }
    }

    private static void WriteEvent(Exports exports, Ticket ticket, TicketEvent happened)
    {
        var step = happened.Step;
        foreach (var week in Exports.WeeksOf(step.At))
        {
            exports.Add("ticket_events", week,
                "desk", $"{ticket.Id}-{happened.Seq:00}", ticket.Id, Clock.Iso(step.At), Text.Of(happened.Seq), step.Type, step.Actor, step.ActorId,
                step.IsPublic is { } known ? Text.Of(known) : "", step.Value, happened.OldValue, step.ReasonCode);
        }
    }

    private static void WriteRow(Exports exports, Ticket ticket, int week)
    {
        var state = ticket.StateAt(Clock.WeekStart(week + 1));
        var team = Team.Of(state.TeamId);
        exports.Add("tickets", week,
            "desk", ticket.Id, Clock.Iso(state.UpdatedAt), Clock.Iso(ticket.CreatedAt), state.CreatedBy, state.Status, ticket.Channel, state.Market, state.Lob,
            state.Priority, Text.Of(team.Tier), team.Site, team.Id, state.AgentId, ticket.Language, ticket.Reason, ticket.Detail, state.MergedInto,
            Text.Of(ticket.IsTest), state.SolvedAt is { } solved ? Clock.Iso(solved) : "", state.FirstReplyAt is { } replied ? Clock.Iso(replied) : "",
            Text.Of(state.Reopens), "", "", "", "", ticket.Product, state.AgentId.Length > 0 ? ticket.Tenure : "");
    }
}

// How one ticket is answered and solved, spending business time on the policy's calendar.
internal sealed class Handling(List<Step> steps, Ticket ticket, Promise promise, string priority, Dice dice)
{
    private readonly BusinessCalendar calendar = promise.Calendar;

    public required string Agent { get; set; }
    public required string Team { get; set; }

    public void Play(long settledAt, Lob lob)
    {
        var target = promise.FirstReplyMinutes(priority) * Clock.Minute;
        var spent = (long)(target * (ticket.FirstReplyMet ? dice.Quantile(0.04, 0.1, 0.18, 0.28, 0.42, 0.6, 0.95) : dice.Quantile(1.04, 1.15, 1.35, 1.7, 2.4, 4)));
        var reply = Math.Max(calendar.Due(ticket.CreatedAt, Math.Max(spent, 3 * Clock.Minute)), settledAt + (2 * Clock.Minute));
        var taken = reply - Math.Min(dice.Between(40, 600), (reply - settledAt) / 2);
        steps.Add(new(taken, "agent", "agent", Agent, Value: Agent));

        if (dice.Chance(0.06))
            AddUserComment(ticket.CreatedAt + ((reply - ticket.CreatedAt) / 2));

        if (dice.Chance(0.008))
        {
            Solve(calendar.Due(taken, 20 * Clock.Minute), isPublic: false);
            return;
        }

        if (ticket.ResolutionMet && dice.Chance(lob.OneTouch))
        {
            Say(reply);
            Finish(reply + dice.Between(10, 150), lob);
            return;
        }

        steps.Add(new(taken, "status", "agent", Agent, Value: "open"));
        Say(reply);
        LongerWay(reply, lob);
    }

    private void LongerWay(long reply, Lob lob)
    {
        var target = promise.ResolutionMinutes(priority) * Clock.Minute;
        var whole = (long)(target * (ticket.ResolutionMet ? dice.Quantile(0.12, 0.2, 0.3, 0.44, 0.6, 0.76, 0.95) : dice.Quantile(1.04, 1.12, 1.3, 1.6, 2.1, 3)));
        var left = Math.Max(whole - calendar.Elapsed(ticket.CreatedAt, reply), 8 * Clock.Minute);
        if (dice.Chance(0.006))
        {
            // Never solved within the period: it ages in the backlog.
            if (dice.Chance(0.5))
                steps.Add(new(calendar.Due(reply, left / 3), "status", "agent", Agent, Value: "hold", ReasonCode: dice.Pick(HoldReasons)));
            return;
        }

        var escalated = lob.Escalated / (1 - (lob.OneTouch * 0.9));
        switch (dice.Weighted([escalated, 0.44 - (escalated / 2), 0.36 - (escalated / 2), 0.08]))
        {
            case 0: Escalate(reply, left, lob); break;
            case 1: WaitForUser(reply, left, lob); break;
            case 2: SayAndFinish(calendar.Due(reply, left), lob, 0.7); break;
            default: Hold(reply, left, lob); break;
        }
    }

    private void Escalate(long reply, long left, Lob lob)
    {
        var at = calendar.Due(reply, left / 5);
        steps.Add(new(at, "comment", "agent", Agent, false));
        steps.Add(new(at, "team", "agent", Agent, Value: Routing.TierTwo(lob.Name), ReasonCode: dice.Pick(EscalationReasons)));
        var firstTeam = Team;
        Team = Routing.TierTwo(lob.Name);
        var taken = calendar.Due(at, left / 4);
        var firstAgent = Agent;
        Agent = Roster.AgentOf(Team, taken, dice);
        steps.Add(new(taken, "agent", "agent", Agent, Value: Agent));
        var done = calendar.Due(taken, left - (left / 5) - (left / 4));
        if (dice.Chance(0.08))
        {
            var back = calendar.Due(taken, left / 5);
            steps.Add(new(back, "team", "agent", Agent, Value: firstTeam, ReasonCode: "not for tier 2"));
            (Team, Agent) = (firstTeam, firstAgent);
            steps.Add(new(back, "agent", "system", Value: Agent));
        }

        SayAndFinish(done, lob, 0.95);
    }

    private void WaitForUser(long reply, long left, Lob lob)
    {
        steps.Add(new(reply, "status", "agent", Agent, Value: "pending"));
        if (dice.Chance(0.14))
        {
            steps.Add(new(reply + (5 * Clock.Day), "status", "system", Value: "solved", ReasonCode: "no answer from the user"));
            return;
        }

        var back = reply + (long)(dice.Quantile(0.1, 0.5, 1.5, 4, 10, 22, 70) * Clock.Hour);
        AddUserComment(back);
        steps.Add(new(back, "status", "end_user", Value: "open"));
        var done = calendar.Due(back, left);
        var nextReply = calendar.Due(back, (long)(promise.FirstReplyMinutes(priority) * 2 * Clock.Minute * dice.Quantile(0.1, 0.3, 0.5, 0.75, 1.15)));
        if (nextReply < done - Clock.Minute)
        {
            Say(nextReply);
            SayAndFinish(done, lob, 0.4);
        }
        else
        {
            SayAndFinish(done, lob, 1);
        }
    }

    private void Hold(long reply, long left, Lob lob)
    {
        var from = calendar.Due(reply, left / 4);
        var length = left / 3;
        var until = promise.PauseOnHold ? from + dice.Between(4 * Clock.Hour, 60 * Clock.Hour) : calendar.Due(from, length);
        steps.Add(new(from, "status", "agent", Agent, Value: "hold", ReasonCode: dice.Pick(HoldReasons)));
        steps.Add(new(until, "status", "agent", Agent, Value: "open"));
        SayAndFinish(calendar.Due(until, left - (left / 4) - (promise.PauseOnHold ? 0 : length)), lob, 0.9);
    }

    private void SayAndFinish(long at, Lob lob, double sayChance)
    {
        if (dice.Chance(sayChance))
            Say(at);

        Finish(at, lob);
    }

    private void Finish(long at, Lob lob)
    {
        Solve(at, isPublic: true);
        if (dice.Chance(lob.Name == "Appeals" ? 0.07 : 0.035))
            at = Reopen(at);

        if (ticket.Channel == "in_app")
            steps.Add(new(at + (3 * Clock.Day), "status", "system", Value: "closed"));
    }

    private long Reopen(long solvedAt)
    {
        ticket.Reopened = true;
        var at = solvedAt + (long)(dice.Quantile(0.4, 2, 6, 14, 30, 70) * Clock.Hour);
        AddUserComment(at);
        steps.Add(new(at, "status", "end_user", Value: "open"));
        var target = promise.ResolutionMinutes(priority) * Clock.Minute;
        var done = calendar.Due(at, (long)(target * dice.Quantile(0.01, 0.02, 0.04, 0.08)));
        Say(done);
        Solve(done, isPublic: true);
        return done;
    }

    private void Say(long at) => steps.Add(new(at, "comment", "agent", Agent, true));

    private void AddUserComment(long at) => steps.Add(new(at, "comment", "end_user", IsPublic: true));

    private void Solve(long at, bool isPublic) =>
        steps.Add(new(at, "status", "agent", Agent, Value: "solved", ReasonCode: isPublic ? "" : "solved without reply"));

    private static readonly string[] HoldReasons = ["waiting on engineering", "waiting on payment provider", "waiting on legal"];
    private static readonly string[] EscalationReasons = ["needs identity check", "policy exception", "payment ledger", "repeat contact", "safety concern"];
}

// ---------------------------------------------------------------------------------------------------------------------
// Surveys

internal sealed record Invitation(string Id, Ticket Ticket, string Market, string Lob, long SentAt)
{
    public long? AnsweredAt { get; init; }
    public int DeliveryDelay { get; init; }
    public long? EditedAt { get; init; }
    public bool HasScore { get; init; } = true;
    public bool IsSatisfied { get; init; }

    public int ScaleMax => Market == "TH" ? 1 : 5;
}

internal static class SurveyTool
{
    public static void Write(Desk desk, Exports exports)
    {
        var invitations = desk.Tickets.SelectMany(Invite).ToList();
        var judged = Judge(invitations.Where(invitation => invitation.AnsweredAt is not null));
        foreach (var invitation in invitations)
            WriteRows(exports, judged.GetValueOrDefault(invitation.Id, invitation));
    }

    private static IEnumerable<Invitation> Invite(Ticket ticket)
    {
        var dice = Dice.For($"survey {ticket.Arrival.Key}");
        var market = Market.Of(ticket.Arrival.Market);
        var turn = 0;
        foreach (var solve in ticket.Events.Where(happened => happened.Step is { Type: "status", Value: "solved" }))
        {
            var sent = solve.Step.At + dice.Between(20 * Clock.Minute, Clock.Hour);
            var isAsked = dice.Chance(ticket.IsInternal ? 0.06 : 0.94);
            var answers = dice.Chance(market.AnswerRate * (ticket.Arrival.Lob == "Appeals" ? 1.2 : 1));
            var delay = dice.Chance(0.006) ? dice.Quantile(29, 35, 44) * 24 : dice.Quantile(0.05, 0.3, 0.9, 2.2, 4.5, 8, 14, 24, 44, 160);
            var isLateDelivery = dice.Chance(0.03);
            var edit = dice.Chance(0.025) ? (long)(dice.Quantile(0.2, 4, 60) * Clock.Hour) : 0;
            var hasScore = !dice.Chance(0.006);
            var reopened = ticket.Events.Any(happened => happened.Step is { Type: "status", Value: "open" } && happened.Step.At > solve.Step.At && happened.Step.At <= sent);
            if (!isAsked || reopened || sent >= Clock.End)
                continue;

            long? answered = sent + (long)(delay * Clock.Hour);
            if (!answers || answered >= Clock.End || (isLateDelivery && Clock.WeekOf(answered.Value) == Clock.LastWeek))
                answered = null;

            yield return new($"S-{ticket.Id[2..]}-{++turn}", ticket, ticket.Arrival.Market, ticket.Arrival.Lob, sent)
            {
                AnsweredAt = answered,
                DeliveryDelay = isLateDelivery ? 1 : 0,
                EditedAt = edit > 0 && answered + edit < Clock.End ? answered + edit : null,
                HasScore = hasScore,
            };
        }
    }

    // Answers are judged in the order in which they came, so that an even spread is even in every week.
    private static Dictionary<string, Invitation> Judge(IEnumerable<Invitation> answered)
    {
        var spread = new EvenSpread();
        var judged = new Dictionary<string, Invitation>();
        foreach (var cellWeek in answered.OrderBy(answer => answer.AnsweredAt).ThenBy(answer => answer.Id, StringComparer.Ordinal)
            .GroupBy(answer => (answer.Market, answer.Lob, Week: Clock.WeekOf(answer.AnsweredAt ?? 0))))
        {
            var (market, lob, week) = cellWeek.Key;
            var cell = cellWeek.ToList();
            var exact = Story.All.FirstOrDefault(story => story.ExactCsat is not null && story.Covers(market, lob, week))?.ExactCsat;
            var satisfied = (int)((cell.Count * (exact ?? 0)) + 0.5);
            for (var turn = 0; turn < cell.Count; turn++)
            {
                var answer = cell[turn];
                var chance = ChanceOf(answer, week);
                var isSatisfied = exact is not null ? (turn + 1) * satisfied / cell.Count > turn * satisfied / cell.Count
                    : Story.IsEven(market, lob) ? spread.Next($"{market} {lob}", chance)
                    : Dice.For($"verdict {answer.Id}").Chance(chance);
                judged.Add(answer.Id, answer with { IsSatisfied = isSatisfied });
            }
        }

        return judged;
    }

    private static double ChanceOf(Invitation answer, int week)
    {
        var (ticket, lob) = (answer.Ticket, Lob.Named(answer.Lob));
        var told = Story.All.FirstOrDefault(story => story.Csat is not null && story.Covers(answer.Market, answer.Lob, week)
            && story.Team == ticket.TierOneTeam && story.Reason == ticket.Reason);
        if (told?.Csat is { } chance)
            return chance;

        var market = Market.Of(answer.Market);
        var usual = lob.Name == "Appeals" && market.AppealsCsat is { } own ? own : lob.Csat;
        return Math.Clamp(usual + market.CsatShift - (ticket.FirstReplyMet ? 0 : 0.1) - (ticket.ResolutionMet ? 0 : 0.12)
            - (ticket.Reopened ? 0.1 : 0), 0.02, 0.98);
    }

    private static void WriteRows(Exports exports, Invitation invitation)
    {
        var sentIn = Clock.WeekOf(invitation.SentAt);
        if (invitation.AnsweredAt is not { } answered)
        {
            Add(exports, sentIn, invitation, "", "", "");
            return;
        }

        var dice = Dice.For($"answer {invitation.Id}");
        var arrivesIn = Clock.WeekOf(answered) + invitation.DeliveryDelay;
        if (arrivesIn > sentIn)
            Add(exports, sentIn, invitation, "", "", "");

        var comment = !invitation.HasScore || dice.Chance(invitation.IsSatisfied ? 0.13 : 0.34) ? Comments.Of(invitation, dice) : "";
        var final = Score(invitation.IsSatisfied, invitation.ScaleMax, dice);
        var first = invitation.EditedAt is null ? final : Score(dice.Chance(0.5), invitation.ScaleMax, dice);
        var score = invitation.HasScore ? Text.Of(first) : "";
        Add(exports, arrivesIn, invitation, Clock.Iso(answered), score, comment);
        if (invitation is { EditedAt: { } edited, HasScore: true })
            Add(exports, Math.Max(arrivesIn, Clock.WeekOf(edited)), invitation, Clock.Iso(edited), Text.Of(final), comment);
    }

    private static int Score(bool isSatisfied, int scaleMax, Dice dice) => (scaleMax, isSatisfied) switch
    {
        (1, _) => isSatisfied ? 1 : 0,
        (_, true) => dice.Chance(0.7) ? 5 : 4,
        _ => new[] { 3, 2, 1 }[dice.Weighted([0.35, 0.22, 0.43])],
    };

    private static void Add(Exports exports, int week, Invitation invitation, string answeredAt, string score, string comment) => exports.Add("surveys", week,
        "desk", invitation.Id, invitation.Ticket.Id, Clock.Iso(invitation.SentAt), answeredAt, score, Text.Of(invitation.ScaleMax), comment,
        invitation.SentAt < Clock.WeekStart(34) ? "2026-a" : "2026-b", invitation.Ticket.Language);
}

internal static class Comments
{
    private static readonly Dictionary<string, (string[] Good, string[] Bad)> Pool = new()
    {
        ["en"] = (["Fast and friendly, thank you!", "Solved in one message.", "Clear steps, worked first time", "Great help with my account 👍"],
            ["Still waiting, nobody reads what I write.", "Copy-paste answer, did not help", "I had to explain it three times", "=no help at all", "Took too long,\nand then it was closed."]),
        ["hi"] = (["बहुत जल्दी मदद मिली, धन्यवाद", "समस्या एक ही जवाब में हल हो गई"], ["जवाब बहुत देर से आया", "मेरी बात समझी ही नहीं गई"]),
        ["ta"] = (["விரைவான உதவிக்கு நன்றி", "தெளிவான விளக்கம்"], ["பதில் வர மிகவும் தாமதம்", "பிரச்சினை இன்னும் தீரவில்லை"]),
        ["id"] = (["Cepat dan ramah, terima kasih!", "Masalah langsung selesai", "Penjelasannya jelas"], ["Kode tidak pernah sampai, jawabannya lama", "Harus mengulang dari awal lagi", "Belum selesai sampai sekarang"]),
        ["ms"] = (["Terima kasih, sangat membantu", "Selesai dengan cepat"], ["Lambat sangat", "Jawapan tidak menjawab soalan saya"]),
        ["zh"] = (["回复很快，谢谢", "问题解决了"], ["等了太久", "没有解决我的问题"]),
        ["tl"] = (["Salamat, ang bilis ng sagot!", "Maayos ang paliwanag"], ["Ang tagal bago may sumagot", "Hindi pa rin naaayos"]),
        ["th"] = (["ตอบเร็วมาก ขอบคุณค่ะ", "แก้ปัญหาได้ดี"], ["รอนานเกินไป", "ยังเข้าใช้งานไม่ได้"]),
        ["vi"] = (["Hỗ trợ rất nhanh, cảm ơn!", "Hướng dẫn dễ hiểu"], ["Chờ quá lâu", "Vẫn chưa giải quyết được"]),
        ["ja"] = (["早い対応、ありがとうございました。", "丁寧に説明していただきました"], ["返信が遅すぎます", "定型文ばかりで解決しませんでした", "-- 回答なし --"]),
        ["ko"] = (["빠른 답변 감사합니다", "친절하게 해결해 주셨어요"], ["서류를 세 번이나 다시 냈어요", "저녁에 보냈는데 다음 날에야 답이 왔습니다", "답변이 너무 늦어요"]),
    };

    public static string Of(Invitation answer, Dice dice)
    {
        var (good, bad) = Pool[answer.Ticket.Language];
        return dice.Pick(answer.IsSatisfied ? good : bad);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Quality reviews

internal sealed record ScorecardItem(string Id, string Name, double Weight, double Max, string Critical, bool AutoFail);

internal sealed record Scorecard(int Version, double PassMark, long ValidFrom, ScorecardItem[] Items)
{
    public const string Id = "SUPPORT";

    public static Scorecard At(long instant) => All.Last(card => card.ValidFrom <= instant);

    public double Score(double?[] values)
    {
        double earned = 0, possible = 0;
        for (var index = 0; index < Items.Length; index++)
        {
            if (values[index] is not { } value)
                continue;

            if (Items[index].AutoFail && value / Items[index].Max < 0.5)
                return 0;

            earned += Items[index].Weight * value / Items[index].Max;
            possible += Items[index].Weight;
        }

        return 100 * earned / possible;
    }

    public static readonly Scorecard[] All =
    [
        new(1, 80, Clock.At(2025, 12, 31, 16),
        [
            new("tone", "Tone and greeting", 10, 4, "none", false), new("understanding", "Understood the question", 20, 4, "none", false),
            new("solution", "Right solution", 25, 4, "business", false), new("process", "Followed the process", 15, 4, "none", false),
            new("notes", "Notes and tags", 10, 4, "none", false), new("privacy", "Protected personal data", 10, 1, "compliance", true),
            new("safety", "Acted on safety risk", 10, 1, "customer", true),
        ]),
        new(2, 85, Clock.WeekStart(28),
        [
            new("tone", "Tone and greeting", 8, 4, "none", false), new("understanding", "Understood the question", 18, 4, "none", false),
            new("solution", "Right solution", 24, 4, "business", false), new("process", "Followed the process", 14, 4, "none", false),
            new("notes", "Notes and tags", 8, 4, "none", false), new("language", "Language and clarity", 8, 4, "none", false),
            new("privacy", "Protected personal data", 10, 1, "compliance", true), new("safety", "Acted on safety risk", 10, 1, "customer", true),
        ]),
    ];
}

internal sealed record Reply(Ticket Ticket, long At, string AgentId);

internal sealed record Review(string Id, Reply Reply, string Reviewer, long ReviewedAt, Scorecard Card, string State, string Sampling, string Source, double?[] Values);

internal static class QualityDesk
{
    private const int WeeklyReviews = 154;
    private const int WeeklyOfStory = 13;

    private static int number = 20001;

    public static void Write(Desk desk, Exports exports)
    {
        var repliesByWeek = desk.Tickets.Where(ticket => !ticket.IsInternal && !ticket.IsTest && !ticket.IsVoid)
            .Select(OneReply).OfType<Reply>().Where(reply => reply.At < Clock.End - (10 * Clock.Hour)).ToLookup(reply => Clock.WeekOf(reply.At));
        for (var week = Clock.FirstWeek; week <= Clock.LastWeek; week++)
        {
            var dice = Dice.For($"reviews {week}");
            var replies = repliesByWeek[week].ToList();
            dice.Shuffle(replies);
            var watched = replies.Where(IsWatched).Take(WeeklyOfStory).ToList();
            var reviews = Planned(watched, week);
            reviews.AddRange(replies.Where(reply => !IsWatched(reply)).Take(WeeklyReviews - reviews.Count - 3).Select(reply => ReviewOf(reply, dice)));
            foreach (var review in reviews)
                WriteLife(exports, review, dice);

            foreach (var review in reviews.Where(review => review.Sampling == "random").Skip(40).Take(2).ToList())
                WriteCalibration(exports, review, dice);
        }
    }

    private static bool IsWatched(Reply reply) => (reply.Ticket.Arrival.Market, reply.Ticket.Arrival.Lob) == ("PH", "Appeals");

    private static Reply? OneReply(Ticket ticket)
    {
        var said = ticket.Events.Where(happened => happened.Step is { Type: "comment", Actor: "agent", IsPublic: true }).Select(happened => happened.Step).ToArray();
        return said.Length == 0 ? null : Dice.For($"reply {ticket.Arrival.Key}").Pick(said) is var step ? new(ticket, step.At, step.ActorId) : null;
    }

    // The watched cell is reviewed at random only; in the weeks of its story the reviews are thrown again until their mean is as planned.
    private static List<Review> Planned(List<Reply> replies, int week)
    {
        var story = Story.All.FirstOrDefault(story => story.Quality is not null && story.Covers("PH", "Appeals", week));
        var goal = story?.Quality?[week - story.FromWeek];
        var first = number;
        for (var attempt = 0; ; attempt++)
        {
            number = first;
            var dice = Dice.For($"planned {week} {attempt}");
            var reviews = replies.Select(reply => Throw(reply, dice, "random", (((goal ?? 89.5) / 100) - 0.2) / 0.8, 0)).ToList();
            if (goal is null || Math.Abs(reviews.Sum(review => review.Card.Score(review.Values)) / reviews.Count - goal.Value) < 0.35)
                return reviews;
        }
    }

    private static Review ReviewOf(Reply reply, Dice dice)
    {
        var sampling = new[] { "random", "csat_triggered", "targeted" }[dice.Weighted([0.8, 0.1, 0.1])];
        return Throw(reply, dice, sampling, sampling == "random" ? 0.87 : 0.8, sampling == "random" ? 0.009 : 0.02);
    }

    private static Review Throw(Reply reply, Dice dice, string sampling, double mean, double criticalRate)
    {
        var reviewed = reply.At + dice.Between(2 * Clock.Hour, Math.Min(72 * Clock.Hour, Clock.End - reply.At - Clock.Hour));
        var card = Scorecard.At(reviewed);
        var values = card.Items.Select(item => Value(item, mean, criticalRate, dice)).ToArray();
        var source = sampling == "random" && criticalRate > 0 && dice.Chance(0.05) ? "auto" : "manual";
        return new($"R-{number++}", reply, $"Q-{dice.Below(8) + 1:00}", reviewed, card, "final", sampling, source, values);
    }

    private static double? Value(ScorecardItem item, double mean, double criticalRate, Dice dice)
    {
        if (item.AutoFail)
            return item.Id == "safety" && dice.Chance(0.05) && criticalRate > 0 ? null : dice.Chance(criticalRate) ? 0 : 1;

        if (item.Id is "notes" or "language" && dice.Chance(0.05))
            return null;

        // Chances of 4, 3, 2 and 1 whose mean is the one asked for.
        var best = Math.Clamp((mean - 0.6725) / 0.3275, 0.02, 0.98);
        return new[] { 4, 3, 2, 1 }[dice.Weighted([best, (1 - best) * 0.75, (1 - best) * 0.19, (1 - best) * 0.06])];
    }

    private static void WriteLife(Exports exports, Review review, Dice dice)
    {
        var (isWatched, fate, wait, second) = (IsWatched(review.Reply), dice.Unit(), dice.Between(Clock.Day, 5 * Clock.Day), dice.Between(Clock.Day, 6 * Clock.Day));
        if (!isWatched && fate is >= 0.10 and < 0.115)
        {
            WriteReview(exports, review with { State = "draft" }, review.ReviewedAt);
            WriteItems(exports, review, review.ReviewedAt, dice);
            WriteReview(exports, review, review.ReviewedAt + wait);
            return;
        }

        WriteReview(exports, review, review.ReviewedAt);
        WriteItems(exports, review, review.ReviewedAt, dice);
        if (isWatched || fate >= 0.05)
            return;

        WriteReview(exports, review with { State = "disputed" }, review.ReviewedAt + wait);
        var decided = review.ReviewedAt + wait + second;
        if (fate < 0.025)
        {
            var mended = review with { State = "overturned", Values = Mended(review) };
            WriteReview(exports, mended, decided);
            WriteItems(exports, mended, decided, dice);
        }
        else if (fate < 0.042)
        {
            WriteReview(exports, review, decided);
        }
    }

    private static double?[] Mended(Review review)
    {
        var values = review.Values.ToArray();
        var worst = Enumerable.Range(0, values.Length).OrderBy(index => (values[index] ?? 99) / review.Card.Items[index].Max).First();
        values[worst] = review.Card.Items[worst].Max;
        return values;
    }

    // Two reviewers, one conversation: the second mostly agrees.
    private static void WriteCalibration(Exports exports, Review review, Dice dice)
    {
        var values = review.Values.Select((value, index) =>
            value is > 1 && !review.Card.Items[index].AutoFail && dice.Chance(0.25) ? value - 1 : value).ToArray();
        var at = Math.Min(review.ReviewedAt + dice.Between(Clock.Hour, 30 * Clock.Hour), Clock.End - (5 * Clock.Minute));
        var pair = new[] { review.Values, values }.Select((side, turn) => review with
        {
            Id = $"R-{number++}", Reviewer = $"Q-{((review.Id[^1] - '0' + turn) % 8) + 1:00}", ReviewedAt = at, State = "calibration", Sampling = "calibration", Source = "manual", Values = side,
        });
        foreach (var side in pair)
        {
            WriteReview(exports, side, at);
            WriteItems(exports, side, at, dice);
        }
    }

    private static void WriteReview(Exports exports, Review review, long updated)
    {
        if (updated >= Clock.End)
            return;

        exports.Add("qa_reviews", Clock.WeekOf(updated),
            "desk", review.Id, Clock.Iso(updated), review.Reply.Ticket.Id, review.Reply.AgentId, review.Reviewer, Clock.Iso(review.Reply.At), Clock.Iso(review.ReviewedAt),
            Scorecard.Id, Text.Of(review.Card.Version), review.State, review.Sampling, review.Source);
    }

    private static void WriteItems(Exports exports, Review review, long updated, Dice dice)
    {
        if (updated >= Clock.End)
            return;

        for (var index = 0; index < review.Values.Length; index++)
        {
            var item = review.Card.Items[index];
            var value = review.Values[index];
            var comment = value is { } given && given / item.Max < 0.5 ? dice.Pick(Remarks) : "";
            exports.Add("qa_review_items", Clock.WeekOf(updated),
                "desk", review.Id, item.Id, Clock.Iso(updated), value is null ? "" : Text.Of(value.Value), comment);
        }
    }

    private static readonly string[] Remarks = ["see the second message", "wrong template", "asked again for what was given", "no link to the policy", "検証手順が抜けています", "확인 절차 누락"];
}

// ---------------------------------------------------------------------------------------------------------------------
// Reference data

internal static class Reference
{
    private const string Since = "2026-01-05";

    public static void Write(Exports exports)
    {
        foreach (var market in Market.All)
            exports.Refer("markets", market.Code, market.Name, market.Zone);

        foreach (var team in Team.All)
            exports.Refer("teams", team.Id, team.Name, Text.Of(team.Tier), team.Site, team.Markets, team.Lobs, "2025-01-06", "");

        foreach (var post in Roster.All)
        {
            var team = Team.Of(post.TeamId);
            exports.Refer("roster", post.AgentId, post.Name, team.Id, post.LeadId, team.Site, team.Partner, Text.Of(team.Tier), team.Markets, team.Lobs,
                Text.Of(post.Fte), team.ShiftCalendar, post.From, post.To ?? "");
        }

        WritePromises(exports);
        WriteCalendars(exports);
        foreach (var card in Scorecard.All)
        {
            foreach (var item in card.Items)
            {
                exports.Refer("qa_scorecard_items", Scorecard.Id, Text.Of(card.Version), item.Id, item.Name, Text.Of(item.Weight), "0", Text.Of(item.Max), item.Critical,
                    Text.Of(item.AutoFail), Text.Of(card.PassMark), Clock.Iso(card.ValidFrom));
            }
        }

        WriteGoals(exports);
    }

    private static void WritePromises(Exports exports)
    {
        foreach (var promise in Promise.All)
        {
            exports.Refer("sla_policies", promise.PolicyId, Text.Of(promise.Version), promise.Market, promise.Lob, promise.CalendarId, Text.Of(promise.PauseOnHold),
                Clock.Iso(promise.From), promise.To is { } to ? Clock.Iso(to) : "");
            foreach (var (priority, metric, minutes) in Promise.TargetsOf(promise))
                exports.Refer("sla_targets", promise.PolicyId, Text.Of(promise.Version), priority, metric, Text.Of(minutes));
        }
    }

    private static void WriteCalendars(Exports exports)
    {
        foreach (var calendar in BusinessCalendar.All)
        {
            foreach (var hours in calendar.Versions)
            {
                var version = Text.Of(hours.Version);
                exports.Refer("calendars", calendar.Id, version, calendar.Zone, Midnight(calendar, hours.ValidFrom), Midnight(calendar, hours.ValidTo));
                foreach (var window in hours.Weekly.OrderBy(window => window.Dow).ThenBy(window => window.From, StringComparer.Ordinal))
                    exports.Refer("calendar_weekly", calendar.Id, version, Text.Of(window.Dow), window.From, window.To);

                foreach (var day in hours.Exceptions)
                    exports.Refer("calendar_exceptions", calendar.Id, version, day.Date, day.Kind, day.From, day.To, day.Name);
            }
        }
    }

    private static string Midnight(BusinessCalendar calendar, string? date) => date is null ? "" : Clock.Iso(Clock.Date(date) - calendar.OffsetSeconds);

    private static void WriteGoals(Exports exports)
    {
        const string Step = "2026-08-31";
        Goal("csat", target: "0.85", stretch: "0.9", minimum: "0.8");
        Goal("csat", lob: "Appeals", target: "0.5", stretch: "0.6", minimum: "0.4");
        Goal("csat", market: "IN", target: "0.75", stretch: "0.8", minimum: "0.7");
        Goal("csat", market: "IN", lob: "Appeals", target: "0.4", stretch: "0.5", minimum: "0.35");
        Goal("csat", market: "JP", target: "0.8", stretch: "0.85", minimum: "0.75");
        Goal("csat", market: "JP", lob: "Appeals", target: "0.45", stretch: "0.55", minimum: "0.35");
        Goal("sla_first_reply", target: "0.9", stretch: "0.95", minimum: "0.85", until: Step);
        Goal("sla_first_reply", target: "0.92", stretch: "0.96", minimum: "0.88", from: Step);
        Goal("sla_first_reply", lob: "Age Support", target: "0.92", stretch: "0.96", minimum: "0.88");
        Goal("sla_resolution", target: "0.9", stretch: "0.95", minimum: "0.85");
        Goal("quality", target: "88", stretch: "92", minimum: "84");
        Goal("quality", team: "SIN-T2-SAFETY", target: "90", stretch: "94", minimum: "86");
        Goal("quality_pass_rate", target: "0.75", stretch: "0.85", minimum: "0.65");
        Goal("escalation_rate", target: "0.12", stretch: "0.09", minimum: "0.15", isIncrease: false);
        Goal("escalation_rate", lob: "Account Security", target: "0.22", stretch: "0.18", minimum: "0.26", isIncrease: false);

        void Goal(string metric, string target, string stretch, string minimum, string market = "", string lob = "", string team = "", string from = Since, string until = "", bool isIncrease = true) =>
            exports.Refer("kpi_targets", metric, market, lob, "", "", team, target, stretch, minimum, isIncrease ? "increase" : "decrease", from, until);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Exports that must be refused, or taken in part

internal static class Malformed
{
    public static void Write(Exports exports)
    {
        var good = Enumerable.Range(1, 120).Select(Row).ToArray();
        Lines(exports, "tickets-two-bad-dates.csv", Exports.HeaderOf("tickets"),
            [.. good[..58], Row(901, created: "2026-02-30T10:00:00Z"), .. good[58..100], Row(902, created: "2026-11-02 10:00"), .. good[100..]]);
        Lines(exports, "tickets-short-row.csv", Exports.HeaderOf("tickets"), [.. good[..100], "desk,D-900903,2026-11-02T04:00:00Z,2026-11-02T03:00:00Z,end_user,op"]);
        Lines(exports, "tickets-unknown-status.csv", Exports.HeaderOf("tickets"), [good[0], Row(904, status: "parked"), good[1]]);
        Lines(exports, "surveys-wrong-header.csv", "id,ticket,when,stars,remark", ["S-900001-1,D-900001,2026-11-02T05:00:00Z,5,"]);
        Lines(exports, "surveys-score-outside-scale.csv", Exports.HeaderOf("surveys"),
        [
            "desk,S-900001-1,D-900001,2026-11-02T05:00:00Z,2026-11-02T06:00:00Z,6,5,,2026-b,en",
            "desk,S-900002-1,D-900002,2026-11-02T05:00:00Z,2026-11-02T04:00:00Z,4,5,answered before it was sent,2026-b,en",
        ]);
        Lines(exports, "ticket_events-orphan.csv", Exports.HeaderOf("ticket_events"), ["desk,D-999999-01,D-999999,2026-11-02T05:00:00Z,1,created,end_user,,true,new,,"]);
        Lines(exports, "tickets-no-rows.csv", Exports.HeaderOf("tickets"), []);
        exports.Damage("tickets-empty.csv", []);

        var whole = Gzip.Compress(Encoding.UTF8.GetBytes(Exports.HeaderOf("tickets") + "\n" + string.Join('\n', good) + "\n"));
        exports.Damage("tickets-truncated.csv.gz", whole[..(whole.Length * 2 / 3)]);
        exports.Damage("surveys-not-utf8.csv", [.. Encoding.UTF8.GetBytes(Exports.HeaderOf("surveys") + "\n"),
            .. Encoding.Latin1.GetBytes("desk,S-900003-1,D-900003,2026-11-02T05:00:00Z,2026-11-02T06:00:00Z,5,5,très bien,2026-b,en\n")]);
    }

    private static string Row(int number) => Row(number, "open");

    private static string Row(int number, string status = "open", string? created = null) => string.Join(',',
        "desk", $"D-{900000 + number}", "2026-11-02T04:00:00Z", created ?? "2026-11-02T03:00:00Z", "end_user", status, "email", "SG", "Feedback", "normal", "1",
        "MNL-1", "MNL1-PH", "A-1001", "en", "bug report", "crash", "", "false", "", "", "0", "", "", "", "", "app", "over 1 year");

    private static void Lines(Exports exports, string name, string header, string[] lines) =>
        exports.Damage(name, Encoding.UTF8.GetBytes(string.Concat([header, "\n", .. lines.Select(line => line + "\n")])));
}

// ---------------------------------------------------------------------------------------------------------------------
// Files

internal static class Text
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    public static string Cell(string value) => value.AsSpan().IndexOfAny(",\"\n\r") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

internal sealed class Exports
{
    // Each weekly export of the desk reaches two hours back into the week before, as real ones do: overlaps must not count twice.
    private const long Overlap = 2 * Clock.Hour;

    private static readonly Dictionary<string, string> Headers = new()
    {
        ["tickets"] = "source_system,ticket_id,source_updated_at,created_at,created_by,status,channel,market,lob,priority,tier,site_id,team_id,agent_id,language,"
            + "contact_reason,sub_reason,merged_into_ticket_id,is_test,solved_at,first_reply_at,reopen_count,first_reply_due_at,resolution_due_at,first_reply_met,"
            + "resolution_met,product,tenure",
        ["ticket_events"] = "source_system,event_id,ticket_id,occurred_at,seq,type,actor_type,actor_id,is_public,new_value,old_value,reason_code",
        ["surveys"] = "source_system,survey_id,ticket_id,sent_at,responded_at,score,scale_max,comment,survey_version,language",
        ["qa_reviews"] = "source_system,review_id,source_updated_at,ticket_id,agent_id,reviewer_id,interaction_at,reviewed_at,scorecard_id,scorecard_version,state,sampling,source",
        ["qa_review_items"] = "source_system,review_id,item_id,source_updated_at,value,comment",
        ["markets"] = "market,name,time_zone",
        ["teams"] = "team_id,name,tier,site_id,market,lob,valid_from,valid_to",
        ["roster"] = "agent_id,agent_name,team_id,team_lead_id,site_id,partner,tier,market,lob,fte,shift_calendar_id,valid_from,valid_to",
        ["sla_policies"] = "policy_id,version,market,lob,calendar_id,pause_on_hold,valid_from,valid_to",
        ["sla_targets"] = "policy_id,version,priority,metric,target_minutes",
        ["calendars"] = "calendar_id,version,time_zone,valid_from,valid_to",
        ["calendar_weekly"] = "calendar_id,version,dow,from_local,to_local",
        ["calendar_exceptions"] = "calendar_id,version,on_date,kind,from_local,to_local,name",
        ["qa_scorecard_items"] = "scorecard_id,version,item_id,name,weight,scale_min,scale_max,critical,auto_fail,pass_mark,valid_from",
        ["kpi_targets"] = "metric,market,lob,channel,tier,team,target,stretch,minimum,direction,valid_from,valid_to",
    };

    // A desk that begins with KpiPulse hands over its past in one piece, and then a file a week.
    private const int LastWeekOfBackfill = 44;

    // The last week lies there unpacked, to be looked at; its two large files are packed like all others.
    private static readonly string[] ReadableInLastWeek = ["surveys", "qa_reviews", "qa_review_items"];

    private readonly SortedDictionary<string, StringBuilder> texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> rows = new(StringComparer.Ordinal);

    public static string HeaderOf(string table) => Headers[table];

    public static IEnumerable<int> WeeksOf(long instant)
    {
        var week = Clock.WeekOf(instant);
        yield return week;
        if (week < Clock.LastWeek && instant >= Clock.WeekStart(week + 1) - Overlap)
            yield return week + 1;
    }

    public void Add(string table, int week, params string[] cells) =>
        Append(table, $"inbox/{NameOf(table, week)}.csv{(week == Clock.LastWeek && ReadableInLastWeek.Contains(table) ? "" : ".gz")}", cells);

    private static string NameOf(string table, int week) =>
        week <= LastWeekOfBackfill ? $"{table}-until-2026-W{LastWeekOfBackfill:00}" : $"{table}-2026-W{week:00}";

    public void Refer(string table, params string[] cells) => Append(table, $"reference/{table}.csv", cells);

    public void Damage(string name, byte[] content) => files.Add($"malformed/{name}", content);

    public void Save(string folder)
    {
        foreach (var (path, text) in texts)
        {
            var content = Encoding.UTF8.GetBytes(text.ToString());
            files.Add(path, path.EndsWith(".gz", StringComparison.Ordinal) ? Gzip.Compress(content) : content);
        }

        foreach (var name in new[] { "inbox", "reference", "malformed" })
        {
            var path = Path.Combine(folder, name);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            _ = Directory.CreateDirectory(path);
        }

        var sums = new StringBuilder();
        foreach (var (path, content) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, path), content);
            _ = sums.Append(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))).Append("  ").Append(path).Append('\n');
        }

        File.WriteAllText(Path.Combine(folder, "SHA256SUMS"), sums.ToString());
    }

    public string Summary() =>
        string.Join('\n', rows.Select(table => $"{table.Key,-20} {Text.Of(table.Value),8} rows")) + $"\n{Text.Of(files.Count)} files, {Text.Of(files.Values.Sum(file => file.Length))} bytes";

    private void Append(string table, string path, string[] cells)
    {
        var header = Headers[table];
        if (cells.Length != header.Count(',') + 1)
            throw new InvalidOperationException($"{path}: {cells.Length} cells do not fit the header {header}");

        if (!texts.TryGetValue(path, out var text))
            texts.Add(path, text = new StringBuilder(header).Append('\n'));

        _ = text.AppendJoin(',', cells.Select(Text.Cell)).Append('\n');
        rows[table] = rows.GetValueOrDefault(table) + 1;
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Gzip (RFC 1951 and 1952) with dynamic Huffman blocks: small, and the same everywhere

internal static class Gzip
{
    private const int Longest = 258;
    private const int Farthest = 32768;
    private const int TokensInBlock = 24000;
    private const int ChainLimit = 96;

    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly int[] DistanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
    private static readonly int[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    public static byte[] Compress(byte[] data)
    {
        var bits = new BitWriter([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        var tokens = Tokens(data);
        for (var from = 0; from == 0 || from < tokens.Count; from += TokensInBlock)
            WriteBlock(bits, tokens.GetRange(from, Math.Min(TokensInBlock, tokens.Count - from)), from + TokensInBlock >= tokens.Count);

        bits.Align();
        bits.WriteWord(Checksum(data));
        bits.WriteWord((uint)data.Length);
        return bits.ToArray();
    }

    // A token is a byte (Distance 0) or a copy of Length bytes from Distance back.
    private static List<(int Length, int Distance)> Tokens(byte[] data)
    {
        var tokens = new List<(int Length, int Distance)>();
        var heads = new int[1 << 16];
        var earlier = new int[data.Length];
        Array.Fill(heads, -1);
        var at = 0;
        var inserted = 0;
        while (at < data.Length)
        {
            var found = Find(at);
            // A longer copy one byte later is worth a literal.
            if (found.Length is > 0 and < 64 && at + 1 < data.Length && Find(at + 1).Length > found.Length)
                found = default;

            tokens.Add(found.Length == 0 ? (data[at], 0) : found);
            at += Math.Max(1, found.Length);
        }

        return tokens;

        (int Length, int Distance) Find(int position)
        {
            for (; inserted < position && inserted + 2 < data.Length; inserted++)
                (earlier[inserted], heads[Hash(inserted)]) = (heads[Hash(inserted)], inserted);

            if (position + 2 >= data.Length)
                return default;

            var best = (Length: 0, Distance: 0);
            var limit = Math.Min(Longest, data.Length - position);
            var candidate = heads[Hash(position)];
            for (var turn = 0; turn < ChainLimit && candidate >= 0 && position - candidate <= Farthest; turn++, candidate = earlier[candidate])
            {
                if (best.Length > 0 && (best.Length == limit || data[candidate + best.Length] != data[position + best.Length]))
                    continue;

                var length = 0;
                while (length < limit && data[candidate + length] == data[position + length])
                    length++;

                if (length >= 3 && length > best.Length)
                    best = (length, position - candidate);
            }

            return best;
        }

        int Hash(int position) => (int)(unchecked((uint)(data[position] | (data[position + 1] << 8) | (data[position + 2] << 16)) * 2654435761u) >> 16);
    }

    private static void WriteBlock(BitWriter bits, List<(int Length, int Distance)> tokens, bool isLast)
    {
        var literalCounts = new long[286];
        var distanceCounts = new long[30];
        literalCounts[256] = 1;
        (distanceCounts[0], distanceCounts[1]) = (1, 1);
        foreach (var (length, distance) in tokens)
        {
            literalCounts[distance == 0 ? length : 257 + CodeOf(LengthBase, length)]++;
            if (distance > 0)
                distanceCounts[CodeOf(DistanceBase, distance)]++;
        }

        var literals = new Huffman(literalCounts, 15);
        var distances = new Huffman(distanceCounts, 15);
        bits.Write(isLast ? 1u : 0u, 1);
        bits.Write(2, 2);
        WriteLengths(bits, literals, distances);
        foreach (var (length, distance) in tokens)
        {
            if (distance == 0)
            {
                literals.Write(bits, length);
                continue;
            }

            var (lengthCode, distanceCode) = (CodeOf(LengthBase, length), CodeOf(DistanceBase, distance));
            literals.Write(bits, 257 + lengthCode);
            bits.Write((uint)(length - LengthBase[lengthCode]), LengthExtra[lengthCode]);
            distances.Write(bits, distanceCode);
            bits.Write((uint)(distance - DistanceBase[distanceCode]), DistanceExtra[distanceCode]);
        }

        literals.Write(bits, 256);
    }

    private static void WriteLengths(BitWriter bits, Huffman literals, Huffman distances)
    {
        int[] lengths = [.. literals.Lengths, .. distances.Lengths];
        var runs = new List<(int Code, int Extra, int Bits)>();
        for (var at = 0; at < lengths.Length;)
        {
            var run = 1;
            while (at + run < lengths.Length && lengths[at + run] == lengths[at])
                run++;

            var (taken, code) = (lengths[at], run) switch
            {
                (0, >= 11) => (Math.Min(run, 138), (18, Math.Min(run, 138) - 11, 7)),
                (0, >= 3) => (run, (17, run - 3, 3)),
                ( > 0, >= 4) => (Math.Min(run, 7), (16, Math.Min(run, 7) - 4, 2)),
                _ => (1, (lengths[at], 0, 0)),
            };
            // Code 16 repeats the length before it, so the first of the run is written out.
            if (code.Item1 == 16)
                runs.Add((lengths[at], 0, 0));
            runs.Add(code);
            at += taken;
        }

        var counts = new long[19];
        foreach (var (code, _, _) in runs)
            counts[code]++;

        var codes = new Huffman(counts, 7);
        bits.Write((uint)(literals.Lengths.Length - 257), 5);
        bits.Write((uint)(distances.Lengths.Length - 1), 5);
        bits.Write(19 - 4, 4);
        foreach (var code in LengthOrder)
            bits.Write((uint)codes.Lengths[code], 3);

        foreach (var (code, extra, size) in runs)
        {
            codes.Write(bits, code);
            bits.Write((uint)extra, size);
        }
    }

    private static int CodeOf(int[] bases, int value)
    {
        var index = Array.BinarySearch(bases, value);
        return index >= 0 ? index : ~index - 1;
    }

    private static uint Checksum(byte[] data)
    {
        var table = new uint[256];
        for (var index = 0u; index < 256; index++)
        {
            table[index] = index;
            for (var turn = 0; turn < 8; turn++)
                table[index] = (table[index] & 1) == 1 ? 0xEDB88320u ^ (table[index] >> 1) : table[index] >> 1;
        }

        return ~data.Aggregate(uint.MaxValue, (sum, value) => table[(sum ^ value) & 0xff] ^ (sum >> 8));
    }
}

internal sealed class Huffman
{
    private readonly uint[] codes;

    public Huffman(long[] counts, int longest)
    {
        Lengths = LengthsOf(counts);
        while (Lengths.Max() > longest)
        {
            counts = [.. counts.Select(count => count == 0 ? 0 : (count / 2) + 1)];
            Lengths = LengthsOf(counts);
        }

        codes = new uint[counts.Length];
        var next = 0u;
        for (var length = 1; length <= longest; length++, next <<= 1)
        {
            for (var symbol = 0; symbol < counts.Length; symbol++)
            {
                if (Lengths[symbol] == length)
                    codes[symbol] = Reversed(next++, length);
            }
        }
    }

    public int[] Lengths { get; }

    public void Write(BitWriter bits, int symbol) => bits.Write(codes[symbol], Lengths[symbol]);

    private static int[] LengthsOf(long[] counts)
    {
        var parents = new int[counts.Length * 2];
        var queue = new PriorityQueue<int, (long Count, int Order)>();
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
                queue.Enqueue(symbol, (counts[symbol], symbol));
        }

        var root = counts.Length;
        while (queue.Count > 1)
        {
            _ = queue.TryDequeue(out var left, out var leftRank);
            _ = queue.TryDequeue(out var right, out var rightRank);
            (parents[left], parents[right]) = (root, root);
            queue.Enqueue(root, (leftRank.Count + rightRank.Count, root));
            root++;
        }

        var lengths = new int[counts.Length];
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var node = symbol; counts[symbol] > 0 && node != root - 1; node = parents[node])
                lengths[symbol]++;
        }

        return lengths;
    }

    private static uint Reversed(uint code, int length)
    {
        var reversed = 0u;
        for (var bit = 0; bit < length; bit++)
            reversed |= ((code >> bit) & 1) << (length - 1 - bit);

        return reversed;
    }
}

internal sealed class BitWriter(IEnumerable<byte> start)
{
    private readonly List<byte> bytes = [.. start];
    private ulong pending;
    private int held;

    public void Write(uint value, int count)
    {
        pending |= (ulong)value << held;
        for (held += count; held >= 8; held -= 8, pending >>= 8)
            bytes.Add((byte)pending);
    }

    public void Align() => Write(0, (8 - held) % 8);

    public void WriteWord(uint value) => Write(value, 32);

    public byte[] ToArray() => [.. bytes];
}
