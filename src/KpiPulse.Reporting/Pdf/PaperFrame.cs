using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf;

/// <summary>What stands on every page, and what the file says about itself.</summary>
/// <param name="State">Provisional or final; beside the period, where nobody misses it.</param>
/// <param name="Link">The live page; null where there is none to go to.</param>
internal sealed record PaperFrame(string Title, string Subject, string Period, string State, string Footer, string Creator, string? Link)
{
    public void Draw(PaperCanvas canvas, string section, string page)
    {
        const float Baseline = 52;
        canvas.Text(section, Paper.Side, Baseline, Paper.Title, Palette.Text);
        canvas.Text(Period, Paper.Width - Paper.Side, Baseline - 12, Paper.AtEnd(Paper.Strong), Palette.Text, link: Link);
        canvas.Text(State, Paper.Width - Paper.Side, Baseline, Paper.AtEnd(Paper.Small), Palette.Usual);
        canvas.Rule(Paper.Side, Paper.Width - Paper.Side, Baseline + 10, Palette.Ghost);

        var foot = Paper.Height - 24;
        canvas.Text(Typesetter.Fit(Footer, Paper.Width - 2 * Paper.Side - 80, Paper.Small), Paper.Side, foot, Paper.Small, Palette.Usual);
        canvas.Text(page, Paper.Width - Paper.Side, foot, Paper.AtEnd(Paper.Small), Palette.Usual);
    }
}
