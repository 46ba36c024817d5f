var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "KpiPulse");
app.Run();
