using KpiPulse.Metrics.Access;

namespace KpiPulse.Web.Access;

/// <summary>An answer that is still on its way when its reader loses access breaks off: downloads too.</summary>
internal sealed class OpenAnswers(RequestDelegate next, Accounts accounts)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true || context.User.FindFirst(Readers.AccountClaim)?.Value is not { } id)
        {
            await next(context);
            return;
        }

        // Who changes their own password or an account's rights in this very request is still answered.
        var isChange = !HttpMethods.IsGet(context.Request.Method);
        void Look(Account changed)
        {
            if (changed.Id == id && !isChange)
                context.Abort();
        }

        accounts.Changed += Look;
        try
        {
            await next(context);
        }
        finally
        {
            accounts.Changed -= Look;
        }
    }
}
