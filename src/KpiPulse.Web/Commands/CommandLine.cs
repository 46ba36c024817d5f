using System.CommandLine;
using System.CommandLine.Parsing;
using KpiPulse.Metrics;
using KpiPulse.Warehouse;
using KpiPulse.Web.Access;
using KpiPulse.Web.Jobs;

namespace KpiPulse.Web.Commands;

/// <summary>The verbs of <c>kpipulse</c>; no verb means <c>serve</c>. One file per verb beside this one.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int InternalFailure = 1;
    public const int WrongUsage = 2;
    public const int Refused = 3;

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("KpiPulse: customer support KPIs by market and line of business.");
        root.Options.Add(Settings.Data);
        root.Options.Add(Settings.Json);
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(IngestCommand.Create());
        root.Subcommands.Add(KpiCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(TicketsCommand.Create());
        root.Subcommands.Add(ReportCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(SourcesCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(RestoreCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(UserCommand.Create());
        root.Subcommands.Add(UnpackParquetCommand.Create());

        var parsed = Parse(root, args);
        if (parsed.Errors is [var first, ..])
        {
            await Console.Error.WriteLineAsync($"{first.Message} Write `{Name(parsed.CommandResult)} --help` for what it takes.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (QuestionException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return WrongUsage;
        }
        catch (UnsafeSettingsException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return Refused;
        }
        catch (Exception failure) when (failure is WarehouseException or JobQueueException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return InternalFailure;
        }
    }

    /// <summary>Global options may stand before the verb or after it. Options alone are those of <c>serve</c>.</summary>
    private static ParseResult Parse(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var hasVerb = parsed.CommandResult.Command != root;
        return hasVerb || args.Any(IsHelp) || parsed.UnmatchedTokens is [var first, ..] && !first.StartsWith('-') ? parsed : root.Parse(["serve", .. args]);
    }

    private static string Name(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Name(parent)} {command.Command.Name}" : "kpipulse";

    private static bool IsHelp(string argument) => argument is "-h" or "--help" or "-?" or "--version";
}
