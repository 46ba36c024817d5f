using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Tickets;
using Xunit;

namespace KpiPulse.Tests.Metrics.Access;

public sealed class ScopeTests
{
    private static readonly Scope Japan = new([new DimensionFilter("market", ["JP", "KR"]), new DimensionFilter("lob", ["Age Support"])]);

    [Theory]
    [InlineData("market=JP|lob=Age Support", true)]
    [InlineData("market=JP", false)]
    [InlineData("market=JP,SG|lob=Age Support", false)]
    [InlineData("lob=Age Support", false)]
    [InlineData("", false)]
    public void Rows_filtered_so_are_the_readers_to_the_last_one(string where, bool isCovered) => Assert.Equal(isCovered, Japan.Covers(Filters(where)));

    [Theory]
    [InlineData("market=SG", true)]
    [InlineData("market=JP,SG", true)]
    [InlineData("market=jp", true)]
    [InlineData("market=JP|team=X", false)]
    [InlineData("", false)]
    public void A_filter_that_names_something_outside_finds_nothing(string where, bool isExcluded) => Assert.Equal(isExcluded, Japan.Excludes(Filters(where)));

    [Fact]
    public void A_narrower_scope_is_never_a_wider_one()
    {
        var token = Japan.And([new DimensionFilter("market", ["JP", "SG"]), new DimensionFilter("team", ["T"])]);

        Assert.Equal(["market=JP", "lob=Age Support", "team=T"], token.Limits.Select(limit => limit.ToString()));
        Assert.True(Scope.Nothing.And([new DimensionFilter("market", ["JP"])]).Excludes(Filters("market=JP")));
        Assert.NotEqual(Japan.Key, token.Key);
        Assert.NotEqual(Scope.Everything.Key, new Scope([]) { SeesRows = false }.Key);
    }

    [Theory]
    [InlineData("write to Jane.Doe+x@mail.example.co.jp or ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "write to [e-mail] or [e-mail]")]
    [InlineData("call +65 9123 4567, 0812-3456-7890 or (02) 123-45678", "call [phone], [phone] or [phone]")]
    [InlineData("card 4111 1111 1111 1111 and 5500-0000-0000-0004", "card [card] and [card]")]
    [InlineData("on 2026-11-16 at 10:30, order 12345, 20261116", "on 2026-11-16 at 10:30, order 12345, 20261116")]
    [InlineData("電話は090-1234-5678です", "電話は[phone]です")]
    public void Customers_words_do_not_name_them_elsewhere(string said, string shown) => Assert.Equal(shown, PersonalData.Mask(said));

    [Fact]
    public void A_pseudonym_is_the_same_for_the_same_agent_and_key_only()
    {
        var (one, other) = (new Pseudonyms([1, 2, 3]), new Pseudonyms([3, 2, 1]));

        Assert.Equal(one.Of("A-1001"), one.Of("A-1001"));
        Assert.NotEqual(one.Of("A-1001"), one.Of("A-1002"));
        Assert.NotEqual(one.Of("A-1001"), other.Of("A-1001"));
        Assert.Matches("^Agent [A-Z2-9]{6}$", one.Of("A-1001"));
    }

    [Theory]
    [InlineData("team_leader", "")]
    public void A_team_leader_without_a_scope_is_none(string role, string scope)
    {
        using var temp = new KpiPulse.Testing.TempWarehouse();

        Assert.Throws<QuestionException>(() => new Accounts(temp.Warehouse).Add("x@test", RoleNames.Parse(role), Filters(scope)));
    }

    private static List<DimensionFilter> Filters(string text) =>
        [.. text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).Select(parts => new DimensionFilter(parts[0], parts[1].Split(',')))];
}
