using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace KpiPulse.Web.Pages.Error;

[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class IndexModel : PageModel
{
    public string Headline { get; private set; } = "";

    public string Advice { get; private set; } = "";

    public void OnGet(int code) => Say(code);

    public void OnPost(int code) => Say(code);

    private void Say(int code) => (Headline, Advice) = code switch
    {
        400 => ("That question cannot be asked", HttpContext.Items[QuestionErrors.MessageKey] as string ?? "A part of the address is not of its form."),
        429 => ("Too much at once", "Wait a minute, then try again."),
        404 => ("There is nothing here", "The address is wrong, or what it names is not yours to see."),
        _ => ("Something failed", "It was our fault, not yours. The log on the server says what happened; trying again may help."),
    };
}
