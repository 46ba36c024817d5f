using Dapper;
using DuckDB.NET.Data;

namespace KpiPulse.Warehouse;

/// <summary>One connection for one unit of work; never shared between threads (a rollback would take another's rows along).</summary>
internal sealed class Session(KpiWarehouse warehouse, DuckDBConnection connection, DuckDBTransaction? transaction) : IDisposable
{
    public DuckDBConnection Connection { get; } = connection;

    /// <summary>How far the running statement is, 0–1; null where DuckDB cannot tell.</summary>
    public double? Progress => Connection.GetQueryProgress().Percentage is > 0 and var percent ? percent / 100 : null;
    /// <summary>The text as it would run, for those who want to see it.</summary>
    public string TextOf(string name, SqlSlots? slots = null) => (slots ?? SqlSlots.None).Fill(warehouse.Sql.Text("queries/" + name));

    /// <param name="name">A file of <c>sql/queries</c>.</param>
    public IReadOnlyList<T> Query<T>(string name, object? arguments = null, SqlSlots? slots = null)
    {
        return Named("queries/" + name, () => Connection.Query<T>(TextOf(name, slots), arguments, transaction).AsList());
    }

    /// <summary>Rows as the reader meets them, for lists too long to hold.</summary>
    public IEnumerable<T> Stream<T>(string name, object? arguments = null, SqlSlots? slots = null)
    {
        return Named("queries/" + name, () => Connection.Query<T>(TextOf(name, slots), arguments, transaction, buffered: false));
    }

    public T Scalar<T>(string name, object? arguments = null, SqlSlots? slots = null)
    {
        return Named("queries/" + name, () => Connection.ExecuteScalar<T>(TextOf(name, slots), arguments, transaction)!);
    }

    public int Execute(string name, object? arguments = null, SqlSlots? slots = null)
    {
        return Named("queries/" + name, () => Connection.Execute(TextOf(name, slots), arguments, transaction));
    }

    /// <summary>Text made by the warehouse itself: DDL around models, landing of files.</summary>
    /// <param name="subject">What the text is about, for the error message.</param>
    public int Run(string subject, string sql, object? arguments = null) =>
        Named(subject, () => Connection.Execute(sql, arguments, transaction));

    public IReadOnlyList<T> Ask<T>(string subject, string sql, object? arguments = null) =>
        Named(subject, () => Connection.Query<T>(sql, arguments, transaction).AsList());

    /// <summary>All of it or nothing, within a session that has no transaction of its own.</summary>
    public void InTransaction(Action work)
    {
        Run("begin", "begin transaction");
        try
        {
            work();
            Run("commit", "commit");
        }
        catch
        {
            Connection.Execute("rollback");
            throw;
        }
    }

    public void Dispose()
    {
        transaction?.Dispose();
        Connection.Dispose();
    }

    private T Named<T>(string subject, Func<T> work)
    {
        try
        {
            return StatementTimes.Timed(subject, work);
        }
        catch (DuckDBException failure)
        {
            throw warehouse.Explain(subject, failure);
        }
    }
}
