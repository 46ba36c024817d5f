using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Error;

[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class IndexModel(IStringLocalizer<Texts> texts) : PageModel
{
    public string Headline { get; private set; } = "";

    public string Advice { get; private set; } = "";

    public void OnGet(int code) => Say(code);

    public void OnPost(int code) => Say(code);

    private void Say(int code) => (Headline, Advice) = code switch
    {
        400 => (texts["Error400"], HttpContext.Items[QuestionErrors.MessageKey] as string ?? texts["Error400Advice"]),
        403 => (texts["Error403"], texts["Error403Advice"]),
        429 => (texts["Error429"], texts["Error429Advice"]),
        404 => (texts["Error404"], texts["Error404Advice"]),
        _ => (texts["Error500"], texts["Error500Advice"]),
    };
}
