using System.Globalization;

namespace KpiPulse.Warehouse.Landing;

/// <summary>Every record of a file accounted for: landed, broken by a check, or not to be split at all.</summary>
/// <param name="Rejected">In file order, at most <see cref="Ledger.RejectedRowsKept"/>.</param>
internal sealed record Audit(long Offered, long RejectedCount, IReadOnlyList<RejectedRow> Rejected, long FirstRowId, bool HasShifts)
{
    /// <exception cref="WarehouseException">DuckDB's count of records differs from the bytes'.</exception>
    public static Audit Of(Session session, ReceivedFile file, StagedFile staged, RecordLayout layout, LandedRecords landed)
    {
        var totals = session.Ask<Totals>("landed", "select count(*) as records, count(problem) as problems, coalesce(min(rowid), 0) as first_row_id from landed")[0];
        var broken = staged.KeepsBrokenLines ? BrokenLines(session) : [];
        var offered = layout.Offered;
        if (totals.Problems == 0 && broken.Count == 0 && offered is not null)
        {
            AssertCounted(file, offered.Value, totals.Records);
            return new Audit(offered.Value, 0, [], totals.FirstRowId, HasShifts: false);
        }

        var problems = session.Ask<Problem>("landed",
            $"select rowid - {totals.FirstRowId} as record, cast(problem as integer) as number, problem_value as value from landed where problem is not null order by rowid limit {Ledger.RejectedRowsKept}");
        var answer = layout.Locate(new RecordQuestion([.. broken.Select(line => line.Offset)], [.. problems.Select(problem => problem.Record)]));
        AssertCounted(file, answer.Offered, totals.Records + broken.Count);
        KeepShifts(session, answer.Shifts);

        var rejected = broken.Zip(answer.Broken, (line, place) => new RejectedRow(place.Line, line.Column(staged), line.Reason, null, place.Text))
            .Concat(problems.Zip(answer.Asked, (problem, place) => Reject(landed.Checks[problem.Number - 1], problem.Value, place)))
            .OrderBy(row => row.LineNo).Take(Ledger.RejectedRowsKept).ToList();
        return new Audit(answer.Offered, totals.Problems + broken.Count, rejected, totals.FirstRowId, answer.Shifts.Count > 0);
    }

    private static RejectedRow Reject(RecordCheck check, string? value, RecordPlace place) => new(place.Line, check.Column, check.Reason, value, place.Text);

    private static IReadOnlyList<BrokenLine> BrokenLines(Session session) => session.Ask<BrokenLine>("broken_lines", """
        select
            cast(line_byte_position as bigint) - 1 as offset,
            first(error_type order by coalesce(column_idx, 0)) as error_type,
            cast(first(column_idx order by coalesce(column_idx, 0)) as bigint) as column_idx,
            first(error_message order by coalesce(column_idx, 0)) as message,
        from broken_lines
        group by line_byte_position
        order by line_byte_position
        """);

    private static void KeepShifts(Session session, IReadOnlyList<LineShift> shifts)
    {
        session.Run("line_shifts", "create or replace temp table line_shifts (from_record bigint, lines bigint)");
        if (shifts.Count == 0)
            return;

        using var appender = session.Connection.CreateAppender("temp", "main", "line_shifts");
        foreach (var shift in shifts)
            appender.CreateRow().AppendValue(shift.FromRecord).AppendValue(shift.Lines).EndRow();
    }

    private static void AssertCounted(ReceivedFile file, long inBytes, long inDuckDb)
    {
        if (inBytes != inDuckDb)
        {
            throw new WarehouseException(string.Create(CultureInfo.InvariantCulture,
                $"{file.FileName} holds {inBytes} records by its line ends, but {inDuckDb} were read. Quotes or line ends are broken in a way that cannot be split safely, so nothing was loaded. Export it again, or correct delimiter, quote and escape in the profile."));
        }
    }

    private sealed record Totals(long Records, long Problems, long FirstRowId);

    private sealed record Problem(long Record, int Number, string? Value);

    private sealed record BrokenLine(long Offset, string ErrorType, long? ColumnIdx, string Message)
    {
        public string? Column(StagedFile staged) => ErrorType == "INVALID ENCODING" && ColumnIdx is >= 1 && ColumnIdx <= staged.ColumnCount ? staged.Header[(int)ColumnIdx - 1] : null;

        public string Reason => ErrorType switch
        {
            "INVALID ENCODING" => "is not valid UTF-8",
            "MISSING COLUMNS" or "TOO MANY COLUMNS" => $"the record has another number of columns than the header ({Message.ReplaceLineEndings(" ").Trim()})",
            "UNQUOTED VALUE" => "a quoted value goes on after its closing quote",
            _ => Message.ReplaceLineEndings(" ").Trim(),
        };
    }
}
