namespace Waggle.CSharp;

/// <summary>The helper that sends a packet where an entry of a map says.</summary>
internal static class RedirectHelpers
{
    [Helper(51, Since = "4.14")]
    internal static long RedirectMap(object map, ulong key, ulong flags) =>
        (long)BpfHost.Current.Call(51, BpfHost.Current.AddressOf(map), key, flags);
}
