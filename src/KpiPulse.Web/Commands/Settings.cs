using System.CommandLine;

namespace KpiPulse.Web.Commands;

/// <summary>The options that every verb takes.</summary>
internal static class Settings
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of all that the program owns: warehouse, archive, reports, keys.",
        DefaultValueFactory = _ => "data",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Machine-readable answer on standard output; progress and log lines go to standard error.",
        Recursive = true,
    };
}
