using System.CommandLine;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Commands;

/// <summary><c>unpack-parquet FILE TARGET</c>: what ingestion runs as a process of its own; nobody types it.</summary>
internal static class UnpackParquetCommand
{
    private static readonly Argument<string> File = new("file");

    private static readonly Argument<string> Target = new("target");

    public static Command Create()
    {
        var command = new Command("unpack-parquet", "A Parquet file as CSV.") { File, Target };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            try
            {
                ParquetText.Write(parsed.GetRequiredValue(File), parsed.GetRequiredValue(Target));
                return CommandLine.Done;
            }
            catch (WarehouseException failure)
            {
                Console.Error.WriteLine(failure.Message);
                return CommandLine.Refused;
            }
        });
        return command;
    }
}
