namespace KpiPulse.Ingestion;

/// <summary>What is not even opened.</summary>
internal static class DropRules
{
    /// <exception cref="FileRefusedException">Not a plain file.</exception>
    public static void Check(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
            throw new FileRefusedException($"{info.Name} is a link to another place. Drop the file itself; links are not followed.");
        if (!info.Exists)
            throw new FileRefusedException($"{path} does not exist. Check the path.");
        if ((info.Attributes & (FileAttributes.Device | FileAttributes.Directory)) != 0)
            throw new FileRefusedException($"{info.Name} is no plain file.");
    }
}
