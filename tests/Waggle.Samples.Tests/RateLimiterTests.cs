using System.Net;
using System.Text.Json;
using Waggle.Linux.KernelTests;

namespace Waggle.Samples.Tests;

/// <summary>samples/RateLimiter, through its web interface.</summary>
public class RateLimiterTests
{
    // A token takes an hour to come back: longer than any test.
    private static readonly string[] s_twoTokens = ["--tokens", "2", "--tokenTime", "3600000000000"];

    [Fact]
    public async Task Requests_MoreThanTokens_AreDeniedToThatClientOnly()
    {
        using RunningSample sample = await RunningSample.StartAsync("RateLimiter", s_twoTokens);

        HttpStatusCode[] first = [await GetAsync(sample, "a"), await GetAsync(sample, "a"), await GetAsync(sample, "a"), await GetAsync(sample, "a")];
        HttpStatusCode[] second = [await GetAsync(sample, "b"), await GetAsync(sample, "b"), await GetAsync(sample, "b")];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], first);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], second);
        (string plugin, int runs, int faults) = await ReportAsync(sample);
        Assert.Equal(("Limit", 7, 0), (plugin, runs, faults));
    }

    [Fact]
    public async Task Put_PluginInC_TakesTheOtherOnesPlaceWhileRequestsCome()
    {
        byte[] closed = Clang.Compile(Path.Combine(RunningSample.Sources(), "RateLimiter", "closed.bpf.c"));
        using RunningSample sample = await RunningSample.StartAsync("RateLimiter", "--tokens", "1000000");
        Task[] visitors = [.. Enumerable.Range(0, 4).Select(async client =>
        {
            HttpStatusCode answer;
            do answer = await GetAsync(sample, $"{client}");
            while (answer == HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.TooManyRequests, answer);
        })];

        HttpResponseMessage put = await PutAsync(sample, closed);
        await Task.WhenAll(visitors);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using HttpResponseMessage denied = await sample.Client.GetAsync("hello", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (denied.StatusCode, denied.Headers.RetryAfter?.ToString()));
        (string plugin, int runs, int faults) = await ReportAsync(sample);
        Assert.Equal(("closed", visitors.Length + 1, 0), (plugin, runs, faults));
    }

    [Fact]
    public async Task Put_WhatIsNoPlugin_IsRefusedAndTheOldOneStays()
    {
        using RunningSample sample = await RunningSample.StartAsync("RateLimiter", s_twoTokens);

        HttpResponseMessage put = await PutAsync(sample, "no object"u8.ToArray());

        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Contains("ELF", await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(sample, "a"));
        Assert.Equal(("Limit", 1, 0), await ReportAsync(sample));
    }

    private static async Task<HttpStatusCode> GetAsync(RunningSample sample, string client)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "hello") { Headers = { { "X-Api-Key", client } } };
        using HttpResponseMessage response = await sample.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> PutAsync(RunningSample sample, byte[] plugin)
    {
        using ByteArrayContent content = new(plugin);
        return await sample.Client.PutAsync("limiter", content, TestContext.Current.CancellationToken);
    }

    private static async Task<(string Plugin, int Runs, int Faults)> ReportAsync(RunningSample sample)
    {
        using var report = JsonDocument.Parse(await sample.Client.GetStringAsync("limiter", TestContext.Current.CancellationToken));
        return (report.RootElement.GetProperty("plugin").GetString()!, report.RootElement.GetProperty("runs").GetInt32(), report.RootElement.GetProperty("faults").GetInt32());
    }
}
