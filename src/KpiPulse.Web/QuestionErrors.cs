using KpiPulse.Metrics;

namespace KpiPulse.Web;

/// <summary>A question that cannot be asked is the reader's to mend: 400 with what to write instead.</summary>
internal sealed class QuestionErrors(RequestDelegate next)
{
    public const string MessageKey = "question-error";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (QuestionException failure) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            if (context.Request.Path.StartsWithSegments("/api"))
            {
                await Results.Problem(failure.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
                return;
            }

            context.Items[MessageKey] = failure.Message;
            context.Request.Path = "/error/400";
            context.Request.QueryString = QueryString.Empty;
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            await next(context);
        }
    }
}
