using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace KpiPulse.Web.Pages.Access;

/// <summary>Ends this browser's session, on the server too.</summary>
[SignedInOnly]
public sealed class SignOutModel(IServiceProvider services) : PageModel
{
    public IActionResult OnGet() => Redirect("/account");

    public async Task<IActionResult> OnPostAsync()
    {
        await services.GetRequiredService<Sessions>().End(HttpContext);
        return Redirect("/sign-in");
    }
}
