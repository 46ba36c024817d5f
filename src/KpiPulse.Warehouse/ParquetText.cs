using System.Globalization;
using Dapper;
using DuckDB.NET.Data;

namespace KpiPulse.Warehouse;

/// <summary>
/// A Parquet file as CSV, every column a text. A crafted file may take DuckDB down with it, so this runs in a process of its own, on a
/// database in memory that sees one folder.
/// </summary>
public static class ParquetText
{
    private static readonly string[] Compared = ["VARCHAR", "DATE", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"];

    /// <exception cref="WarehouseException">The file cannot be read, or its contents are not what its own footer says.</exception>
    public static void Write(string path, string target)
    {
        try
        {
            using var connection = Open(Path.GetDirectoryName(Path.GetFullPath(target))!);
            var file = SqlSlots.Literal(path);
            var columns = connection.Query<Column>($"select column_name as ColumnName, column_type as ColumnType from (describe select * from read_parquet({file}))").AsList();
            var promised = connection.ExecuteScalar<long>($"select cast(sum(num_rows) as bigint) from parquet_file_metadata({file})");
            foreach (var column in columns.Where(column => Compared.Contains(column.ColumnType)))
                Compare(connection, file, column);

            var written = connection.Execute($"copy (select {string.Join(", ", columns.Select(Text))} from read_parquet({file})) to {SqlSlots.Literal(target)} (format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr '')");
            if (written != promised)
                throw new WarehouseException(string.Create(CultureInfo.InvariantCulture, $"it holds {written} rows, its footer says {promised}"));
        }
        catch (DuckDBException failure)
        {
            throw new WarehouseException(failure.Message.ReplaceLineEndings(" "), failure);
        }
    }

    private static DuckDBConnection Open(string folder)
    {
        var connection = new DuckDBConnection("Data Source=:memory:;memory_limit=512MB;threads=1;autoinstall_known_extensions=false;autoload_known_extensions=false;allow_community_extensions=false");
        connection.Open();
        string[] settings =
        [
            "set global timezone = 'UTC'",
            $"set global temp_directory = {SqlSlots.Literal(folder)}",
            $"set global allowed_directories = [{SqlSlots.Literal(folder + Path.DirectorySeparatorChar)}]",
            "set global enable_external_access = false",
            "set global lock_configuration = true",
        ];
        foreach (var setting in settings)
            connection.Execute(setting);
        return connection;
    }

    /// <summary>An offset must stay visible; a plain cast writes one that no pattern knows.</summary>
    private static string Text(Column column) => column.ColumnType == "TIMESTAMP WITH TIME ZONE"
        ? $"strftime(timezone('UTC', {column.Sql}), '%Y-%m-%dT%H:%M:%SZ') as {column.Sql}"
        : $"cast({column.Sql} as varchar) as {column.Sql}";

    /// <summary>What the footer says of a column (least, greatest, empty cells) against the column: one file in 25 with flipped bits is misread without an error (measured).</summary>
    private static void Compare(DuckDBConnection connection, string file, Column column)
    {
        var value = column.ColumnType is "FLOAT" or "DOUBLE" ? $"if(isnan({column.Sql}), null, {column.Sql})" : column.Sql;
        var fits = connection.ExecuteScalar<bool>($"""
            select coalesce(seen.low >= said.low, true) and coalesce(seen.high <= said.high, true) and coalesce(seen.nulls = said.nulls, true)
            from (select min({value}) as low, max({value}) as high, count(*) - count({column.Sql}) as nulls from read_parquet({file})) as seen
            cross join (
                select
                    min(try_cast(stats_min_value as {column.ColumnType})) as low,
                    max(try_cast(stats_max_value as {column.ColumnType})) as high,
                    if(bool_and(stats_null_count is not null), sum(stats_null_count), null) as nulls,
                from parquet_metadata({file})
                where path_in_schema = {SqlSlots.Literal(column.ColumnName)}
            ) as said
            """);
        if (!fits)
            throw new WarehouseException($"the values of '{column.ColumnName}' are not those that its footer describes");
    }

    private sealed record Column(string ColumnName, string ColumnType)
    {
        public string Sql => SqlSlots.Identifier(ColumnName);
    }
}
