namespace KpiPulse.Web.Commands;

/// <summary>Progress on standard error, when somebody sits at it.</summary>
internal sealed class Progress : IProgress<string>
{
    public static readonly Progress ToErrors = new();

    public void Report(string value)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.WriteLine(value);
    }
}
