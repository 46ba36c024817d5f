using System.Globalization;

namespace KpiPulse.Ingestion;

/// <summary>What is not even opened.</summary>
internal static class DropRules
{
    private const long Reserve = 16 << 20;

    /// <summary>Hidden, or still being written by whoever sends it. (Two dots hide nothing.)</summary>
    public static bool IsLeftAlone(string name) =>
        (name.StartsWith('.') && !name.StartsWith("..", StringComparison.Ordinal)) || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FileRefusedException">Not a plain file.</exception>
    public static void Check(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
            throw new FileRefusedException($"{info.Name} is a link to another place. Drop the file itself; links are not followed.");
        if (!info.Exists)
            throw new FileRefusedException($"{path} does not exist. Check the path.");
        if ((info.Attributes & (FileAttributes.Device | FileAttributes.Directory)) != 0 || !DurableFiles.IsPlain(path))
            throw new FileRefusedException($"{info.Name} is no plain file. Drop a file that holds the export.");
    }

    /// <summary>Archive, staged copy and warehouse need about three times a file's size; a disk that fills up while a checkpoint runs stops the program.</summary>
    /// <exception cref="FileRefusedException">Deferred: not enough room.</exception>
    public static void CheckFreeSpace(string path, string archive)
    {
        var needed = 3 * new FileInfo(path).Length + Reserve;
        var free = new DriveInfo(Path.GetFullPath(archive)).AvailableFreeSpace;
        if (free < needed)
        {
            throw new FileRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"{Path.GetFileName(path)} needs about {needed >> 20} MB of free space on the disk of {archive}, where {free >> 20} MB are left. Free some; a file in the drop folder is tried again by itself."))
            {
                IsDeferred = true,
            };
        }
    }
}
