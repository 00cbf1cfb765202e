using Samples;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Compiler;

WebApplication app = WebApplication.Create(args);
TokenBucket.Tokens = app.Configuration.GetValue("tokens", TokenBucket.Tokens);
TokenBucket.TokenTime = app.Configuration.GetValue("tokenTime", TokenBucket.TokenTime);

using Limiter limiter = new(fault => app.Logger.LogWarning("{Fault}", fault));
limiter.Load(BpfCompiler.Compile(typeof(TokenBucket)));

app.MapGet("/hello", () => "hello\n").AddEndpointFilter(async (call, next) =>
{
    Request request = Request.Of(call.HttpContext);
    if (limiter.Allows(ref request)) return await next(call);

    call.HttpContext.Response.Headers.RetryAfter = $"{request.RetryAfter}";
    return Results.StatusCode(StatusCodes.Status429TooManyRequests);
});

app.MapGet("/limiter", limiter.Report);
app.MapPut("/limiter", async (HttpRequest upload) =>
{
    using MemoryStream file = new();
    await upload.Body.CopyToAsync(file);
    try
    {
        limiter.Load(ObjectReader.Read(file.ToArray()));
        return Results.Ok(limiter.Report());
    }
    catch (Exception e) when (e is BpfException or ObjectFormatException or ArgumentException or InvalidOperationException)
    {
        return Results.BadRequest(e.Message);
    }
});

app.Run();
