using System.Runtime.InteropServices;
using System.Text;

namespace KpiPulse.Ingestion;

/// <summary>Files that survive a power cut: contents and directory entries forced to disk, names put in place in one step.</summary>
internal static class DurableFiles
{
    /// <summary>Written beside its place, forced to disk, renamed.</summary>
    public static void Write(string path, ReadOnlySpan<byte> contents)
    {
        var unfinished = path + ".part";
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            stream.Write(contents);
            stream.Flush(flushToDisk: true);
        }

        MoveIntoPlace(unfinished, path);
    }

    public static void MoveIntoPlace(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>The same bytes under a second name; a copy where the file system has no hard links.</summary>
    public static void Link(string from, string to)
    {
        File.Delete(to);
        if (OperatingSystem.IsWindows() || Native.Link(Name(from), Name(to)) != 0)
            File.Copy(from, to);
    }

    /// <summary>False for a pipe, whose opening waits until somebody writes into it.</summary>
    public static bool IsPlain(string path)
    {
        const int DoNotWaitOnLinux = 0x800, DoNotWaitOnMac = 0x4, FromHere = 1;
        if (OperatingSystem.IsWindows())
            return true;

        // What cannot be opened is told of when it is opened in earnest.
        var descriptor = Native.Open(Name(path), OperatingSystem.IsMacOS() ? DoNotWaitOnMac : DoNotWaitOnLinux);
        if (descriptor < 0)
            return true;
        var isPlain = Native.Seek(descriptor, 0, FromHere) >= 0;
        _ = Native.Close(descriptor);
        return isPlain;
    }

    /// <summary>Makes a rename last; Windows does so by itself.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Native.Open(Name(folder), 0);
        if (descriptor < 0)
            return;
        _ = Native.Fsync(descriptor);
        _ = Native.Close(descriptor);
    }

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static class Native
    {
        [DllImport("libc", EntryPoint = "link", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Link(byte[] from, byte[] to);

        [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "lseek", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern long Seek(int descriptor, long offset, int whence);

        [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
