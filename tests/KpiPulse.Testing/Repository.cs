namespace KpiPulse.Testing;

/// <summary>The checkout that the tests were built from, for tests of its text and its sample data.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Folder(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KpiPulse.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside the checkout: KpiPulse.sln was not found above the binaries.");
    }
}
