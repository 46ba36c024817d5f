using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace KpiPulse.Web.Copies;

/// <summary>The server of a copy's application: it does not listen, it is handed requests.</summary>
internal sealed class CopyServer : IServer
{
    private Func<IFeatureCollection, Task>? answer;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        answer = features => Answer(application, features);
        return Task.CompletedTask;
    }

    /// <summary>What the node's own pipeline keeps with a request stays its own: the application works on a layer above.</summary>
    public Task Answer(HttpContext request) => answer!(new FeatureCollection(request.Features));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static async Task Answer<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        Exception? failure = null;
        // Last of all: heads are still sent, and what the request used is put away, after the application has had its say.
        features.GetRequiredFeature<IHttpResponseFeature>().OnCompleted(_ =>
        {
            application.DisposeContext(context, failure);
            return Task.CompletedTask;
        }, context);
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception thrown)
        {
            failure = thrown;
            throw;
        }
    }
}
