using System.CommandLine;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>user add NAME --role ROLE [--scope DIM=V,…]</c>, <c>user list</c>, <c>user disable NAME</c>: local accounts, by whoever has the machine.</summary>
internal static class UserCommand
{
    private const string Operator = "command line";

    private static readonly Argument<string> Name = new("name") { Description = "What the person signs in with." };
    private static readonly Option<string> Role = new("--role") { Description = "apac_lead, team_leader, global_leadership or administrator; several parted by commas.", Required = true };
    private static readonly Option<string[]> ScopeOf = new("--scope") { Description = "What the person may see, as market=JP,KR; may be given for several dimensions." };
    private static readonly Option<bool> PasswordStdin = new("--password-stdin") { Description = "Take the password from standard input instead of asking for it." };

    public static Command Create()
    {
        var add = new Command("add", "Let somebody in.") { Name, Role, ScopeOf, PasswordStdin };
        add.SetAction(parsed => WithAccounts(parsed, (accounts, stages) => Add(parsed, accounts, stages)));
        var list = new Command("list", "Who may sign in.");
        list.SetAction(parsed => WithAccounts(parsed, (accounts, _) => List(parsed, accounts)));
        var disable = new Command("disable", "Let somebody in no more.") { Name };
        disable.SetAction(parsed => WithAccounts(parsed, (accounts, stages) => Disable(parsed, accounts, stages)));
        return new Command("user", "Local accounts.") { add, list, disable };
    }

    private static int WithAccounts(ParseResult parsed, Func<Accounts, Stages, int> work)
    {
        using var stages = Stages.Open(parsed);
        return work(new Accounts(stages.Warehouse), stages);
    }

    private static int Add(ParseResult parsed, Accounts accounts, Stages stages)
    {
        var name = Accounts.Normal(parsed.GetRequiredValue(Name));
        var roles = RoleNames.Parse(parsed.GetRequiredValue(Role));
        var limits = LimitTexts.Parse(string.Join(';', parsed.GetValue(ScopeOf) ?? []), stages.Metrics.Dimensions);
        var password = parsed.GetValue(PasswordStdin) ? Console.In.ReadLine() : Ask();
        PasswordRules.Check(password, name);
        var account = accounts.Add(name, roles, limits, passwordHash: SignInDesk.NewHasher().HashPassword("", password!));
        new AuditTrail(stages.Warehouse).Add(Operator, "account_add", account.Name, detail: $"{RoleNames.TextOf(roles)}; {account.LimitsText}");
        return Say(parsed, account, $"{account.Name} may sign in as {RoleNames.LabelOf(account.Roles)} and sees {account.LimitsText}.");
    }

    private static int List(ParseResult parsed, Accounts accounts)
    {
        if (parsed.GetValue(Settings.Json))
            Console.Out.WriteLine(IngestionJson.Of(new { Accounts = accounts.All.Select(JsonOf) }));
        else
            TextTable.Write(Console.Out, ["name", "roles", "sees", "state"], accounts.All.Select(account => new[] { account.Name, RoleNames.TextOf(account.Roles), account.LimitsText, account.IsActive ? "active" : "disabled" }));
        return CommandLine.Done;
    }

    private static int Disable(ParseResult parsed, Accounts accounts, Stages stages)
    {
        var name = parsed.GetRequiredValue(Name);
        if (accounts.Named(name) is not { } account)
            throw new QuestionException($"There is no account '{name}'. `kpipulse user list` shows those that exist.");

        account = accounts.SetActive(account.Id, isActive: false);
        new AuditTrail(stages.Warehouse).Add(Operator, "account_disable", account.Name);
        return Say(parsed, account, $"{account.Name} can sign in no more.");
    }

    private static int Say(ParseResult parsed, Account account, string words)
    {
        Console.Out.WriteLine(parsed.GetValue(Settings.Json) ? IngestionJson.Of(JsonOf(account)) : words);
        return CommandLine.Done;
    }

    private static object JsonOf(Account account) => new
    {
        account.Name,
        Roles = RoleNames.TextOf(account.Roles).Split(','),
        Scope = account.Limits.ToDictionary(limit => limit.Dimension, limit => limit.Values),
        account.IsActive,
        LastSignInAt = KpiJson.Instant(account.LastSignInAt),
    };

    /// <summary>Nothing of it is shown, and it must be written twice.</summary>
    private static string? Ask()
    {
        if (Console.IsInputRedirected)
            throw new QuestionException("There is no terminal to ask for a password on. Write --password-stdin and pipe it in.");

        var first = Hidden("Password: ");
        return first == Hidden("The same again: ") ? first : throw new QuestionException("The two passwords are not alike.");
    }

    private static string Hidden(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
