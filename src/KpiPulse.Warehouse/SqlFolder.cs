using System.Collections.Concurrent;

namespace KpiPulse.Warehouse;

/// <summary>The <c>sql/</c> folder. A missing file is an error that names the path.</summary>
internal sealed class SqlFolder
{
    private readonly string root;
    private readonly ConcurrentDictionary<string, string> texts = new(StringComparer.Ordinal);

    public SqlFolder(string root)
    {
        if (!Directory.Exists(root))
            throw new WarehouseException($"The SQL folder {root} is missing. Build or publish KpiPulse.Warehouse again: it copies sql/ beside the binary.");

        this.root = root;
    }

    /// <param name="path">Relative to the folder, without extension: <c>queries/metric_series</c>.</param>
    public string Text(string path) => texts.GetOrAdd(path, Read);

    /// <summary>Files of one subfolder, by name, in ordinal order.</summary>
    public IReadOnlyList<SqlFile> Files(string subfolder)
    {
        var folder = Path.Combine(root, subfolder);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories)
                .Select(path => new SqlFile(Path.GetFileNameWithoutExtension(path), Path.GetRelativePath(root, path), File.ReadAllText(path)))
                .OrderBy(file => file.Name, StringComparer.Ordinal)]
            : [];
    }

    private string Read(string path)
    {
        var full = Path.Combine(root, path + ".sql");
        return File.Exists(full)
            ? File.ReadAllText(full)
            : throw new WarehouseException($"The SQL file {full} is missing. Add it to sql/, or build again if it is there.");
    }
}

/// <param name="Name">File name without extension: for a model, the relation's name.</param>
/// <param name="Path">Relative to the SQL folder, for error messages.</param>
internal sealed record SqlFile(string Name, string Path, string Text);
