using System.Text.RegularExpressions;
using System.Xml.Linq;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Architecture;

/// <summary>Words of pages stand in Texts.resx, so that another language is a file and no change of pages.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void No_page_holds_words_of_its_own()
    {
        var found = Pages().SelectMany(page => Literals(File.ReadAllText(page)).Select(words => $"{Path.GetRelativePath(Root, page)}: {words}")).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Every_text_that_pages_name_is_there_and_every_text_is_named()
    {
        var known = XDocument.Load(Path.Combine(Root, "Texts.resx")).Root!.Elements("data").Select(data => data.Attribute("name")!.Value).ToHashSet();
        var sources = Directory.EnumerateFiles(Root, "*.cs*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(source => Named().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Empty(named.Where(name => !name.EndsWith('_')).Except(known).Order());
        // A note's name is made of what it is a note to.
        bool IsWritten(string name) => sources.Exists(source => source.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Empty(known.Where(name => !IsWritten(name) && !(name.EndsWith("_Note", StringComparison.Ordinal) && IsWritten(name[..^"_Note".Length])) && !named.Any(start => start.EndsWith('_') && name.StartsWith(start, StringComparison.Ordinal))).Order());
    }

    private static string Root => Repository.Folder("src/KpiPulse.Web/Pages");

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Root, "*.cshtml", SearchOption.AllDirectories);

    /// <summary>Text between tags, and the attributes that people read.</summary>
    private static IEnumerable<string> Literals(string razor)
    {
        var markup = CodeBlock().Replace(razor, "");
        return BetweenTags().Matches(markup).Concat(ReadAttributes().Matches(markup)).Select(match => match.Groups[1].Value.Trim()).Where(words => words != "KpiPulse");
    }

    [GeneratedRegex(@"\A@\{.*?^\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"<(?!kbd|code)[a-z][^<>]*?(?<![=-])>([^<>@{}]*[A-Za-z]{2}[^<>@{}]*)<")]
    private static partial Regex BetweenTags();

    [GeneratedRegex(@"(?:aria-label|title|placeholder|alt)=""([^""@]*[A-Za-z]{2}[^""@]*)""")]
    private static partial Regex ReadAttributes();

    [GeneratedRegex(@"(?:\bT|\btexts)\[""([A-Za-z0-9_]+)""")]
    private static partial Regex Named();
}
