using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace KpiPulse.Web.Jobs;

/// <summary>The queue cannot be used; the message says what to do and holds no secret.</summary>
public sealed class JobQueueException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where Hangfire keeps its queue: in this process, or in PostgreSQL where others can put jobs into it.</summary>
internal static class JobQueue
{
    /// <summary>An Npgsql connection string; a secret.</summary>
    public const string Setting = "Jobs:Postgres";

    private const string Written = "Jobs__Postgres";
    private const string Hash = "kpipulse";
    private const string Owner = "warehouse";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="JobQueueException">PostgreSQL is not there, or not to be used.</exception>
    public static JobStorage Open(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
            return new InMemoryStorage();

        var options = new PostgreSqlStorageOptions
        {
            // A queue that is not there ends the start, with the reason. The package would go on without one.
            StartupConnectionMaxRetries = 0,
            // An upload is not kept waiting for the next look.
            EnableLongPolling = true,
            // What a dead process had in hand comes back soon; a long job in a living one is not given out twice.
            InvisibilityTimeout = TimeSpan.FromMinutes(5),
            UseSlidingInvisibilityTimeout = true,
        };
        try
        {
            return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
        }
        catch (ArgumentException)
        {
            // Its words quote the text, which may be a part of the password.
            throw new JobQueueException($"{Written} is not a connection string. Write it as Host=…;Database=…;Username=…;Password=…, or take the setting away to keep the queue in this process.");
        }
        catch (NpgsqlException failure)
        {
            var reason = failure is PostgresException refusal ? refusal.MessageText : failure.Message;
            throw new JobQueueException($"The queue in PostgreSQL cannot be used: {reason}. Start PostgreSQL, correct {Written}, or take the setting away to keep the queue in this process.", failure);
        }
    }

    /// <summary>
    /// One warehouse to a queue. A job does not say whose files it is about, so in one queue for two warehouses each would do half of the other's work on its own.
    /// </summary>
    /// <exception cref="JobQueueException">It belongs to another data folder.</exception>
    public static void Claim(JobStorage queue, string dataFolder)
    {
        if (queue is not PostgreSqlStorage)
            return;

        var id = IdOf(dataFolder);
        using var connection = queue.GetConnection();
        using var oneAtATime = connection.AcquireDistributedLock(Hash, Patience);
        var owner = connection.GetAllEntriesFromHash(Hash)?.GetValueOrDefault(Owner);
        if (owner is null)
            connection.SetRangeInHash(Hash, [KeyValuePair.Create(Owner, id)]);
        else if (owner != id)
            throw new JobQueueException($"The queue in PostgreSQL belongs to another data folder. Name a database of its own in {Written}; if the other one is gone for good, drop the schema {new PostgreSqlStorageOptions().SchemaName}, which holds nothing that is not made anew.");
    }

    /// <summary>The folder's own, wherever it is moved to.</summary>
    private static string IdOf(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "keys", "queue.id");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path + ".part", Guid.NewGuid().ToString());
            File.Move(path + ".part", path);
        }

        return File.ReadAllText(path);
    }
}
