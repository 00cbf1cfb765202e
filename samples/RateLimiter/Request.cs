using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Samples;

/// <summary>What a plug-in sees of a request. It may read all of it, and write what is not init-only.</summary>
public struct Request
{
    /// <summary>Hash of the client's key, or of its address.</summary>
    public ulong Client { get; init; }

    /// <summary>Hash of the path.</summary>
    public ulong Path { get; init; }

    /// <summary>Nanoseconds of a clock that never goes back.</summary>
    public ulong Now { get; init; }

    /// <summary>Seconds after which the client may try again, if it is denied.</summary>
    public uint RetryAfter { get; set; }

    public static Request Of(HttpContext http) => new()
    {
        Client = Hash(http.Request.Headers["X-Api-Key"].FirstOrDefault() ?? $"{http.Connection.RemoteIpAddress}"),
        Path = Hash(http.Request.Path),
        Now = (ulong)Stopwatch.GetElapsedTime(0).Ticks * 100,
    };

    private static ulong Hash(string? text) => MemoryMarshal.Read<ulong>(SHA256.HashData(Encoding.UTF8.GetBytes(text ?? "")));
}
