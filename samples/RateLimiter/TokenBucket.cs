using Waggle.CSharp;

namespace Samples;

/// <summary>The plug-in: each client has a bucket of tokens, which fills again with time; a request takes one.</summary>
/// <remarks>A bucket is one number: the time at which it is full again. A token is worth the time that it takes to come back.</remarks>
[BpfProgram]
public static class TokenBucket
{
    private const ulong Second = 1_000_000_000;
    private const int Attempts = 4;

    // Read when the plug-in is compiled.
    internal static ulong Tokens = 5;
    internal static ulong TokenTime = Second;

    [MaxEntries(10_000)]
    private static readonly LruHashMap<ulong, ulong> s_fullAt = new(); // by client; who was not seen for longest makes room

    [OnRequest]
    private static int Limit(ref Request request)
    {
        ulong client = request.Client;
        s_fullAt.TryAdd(client, request.Now);
        MapValue<ulong> fullAt = s_fullAt.Find(client);
        for (int attempt = 0; attempt < Attempts && fullAt.Exists; attempt++)
        {
            ulong seen = fullAt.Value;
            ulong next = (seen > request.Now ? seen : request.Now) + TokenTime;
            if (next > request.Now + Tokens * TokenTime)
            {
                request.RetryAfter = (uint)((next - request.Now - Tokens * TokenTime + Second - 1) / Second);
                return Verdict.Deny;
            }

            if (Interlocked.CompareExchange(ref fullAt.Value, next, seen) == seen) return Verdict.Pass;
        }

        return Verdict.Deny; // several requests of the client at once, each faster than this one
    }
}
