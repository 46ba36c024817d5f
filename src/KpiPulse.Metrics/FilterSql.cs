using System.Globalization;

namespace KpiPulse.Metrics;

/// <summary>Filters as conditions: columns out of the closed list of dimensions, values as parameters only.</summary>
internal static class FilterSql
{
    /// <summary>Blank stands for rows without a value; no value at all lets nothing through.</summary>
    /// <param name="table">Stands before each column, with its point.</param>
    public static string Of(IEnumerable<DimensionFilter> filters, Dimensions dimensions, Dictionary<string, object?> arguments, string table = "")
    {
        var sql = "";
        foreach (var (filter, index) in filters.Select((filter, index) => (filter, index)))
        {
            var name = $"filter{index.ToString(CultureInfo.InvariantCulture)}_";
            var column = $"cast({table}{dimensions.Get(filter.Dimension).Sql} as varchar)";
            var named = filter.Values.Where(value => value.Length > 0).ToArray();
            arguments[name] = named.Length > 0 ? named : [""];
            sql += filter.Values.Contains("")
                ? $" and ({column} in ${name} or {column} is null)"
                : $" and {column} in ${name}";
        }

        return sql;
    }
}
