using Microsoft.CodeAnalysis;

namespace Waggle.Generators.Loaders;

/// <summary>Which view user code gets of each kind of map.</summary>
internal static class MapViews
{
    private const string Views = "global::Waggle.Bpf.Maps", Kernel = "global::Waggle.Linux", SizeOnly = Views + ".LayoutCheck.SizeOnly";

    /// <summary>The view's type, and what makes it.</summary>
    /// <param name="kind">Number of the kind (<c>enum bpf_map_type</c>).</param>
    /// <param name="name">Name of the map.</param>
    /// <param name="key">Type of its keys, or null.</param>
    /// <param name="value">Type of its values or records, or null.</param>
    /// <remarks>Sizes are compared and fields are not: both sides were compiled from one type, and reflection on fields would
    /// keep trimming from working.</remarks>
    public static (string Type, string Make) Of(int kind, string name, ITypeSymbol? key, ITypeSymbol? value)
    {
        string found = $"_object.FindMap(\"{name}\")", mine = $"_object.Maps[\"{name}\"]";
        string k = Text(key), v = Text(value);
        bool isTyped = IsUnmanaged(key) && IsUnmanaged(value);
        return kind switch
        {
            11 when IsUnmanaged(value) && k is "global::Waggle.CSharp.IPv4Prefix" or "global::Waggle.CSharp.IPv6Prefix" => View($"{Views}.PrefixMap<{v}>", found),
            1 or 2 or 9 or 11 when isTyped => View($"{Views}.BpfMap<{k}, {v}>", found, SizeOnly),
            5 or 6 or 10 when isTyped => View($"{Views}.PerCpuMap<{k}, {v}>", found, SizeOnly),
            3 => View("global::Waggle.Bpf.Engines.ProgramArrayMap", found),
            7 => View($"{Views}.StackTraceMap", found),
            12 or 13 when IsUnmanaged(key) => View($"{Views}.MapOfMaps<{k}>", found),
            14 or 25 => View($"{Kernel}.Programs.DeviceMap", mine),
            15 or 18 when IsUnmanaged(key) => View($"{Kernel}.Maps.SocketMap<{k}>", mine),
            16 => View($"{Kernel}.Programs.CpuMap", mine),
            22 or 23 when IsUnmanaged(value) => View($"{Views}.QueueMap<{v}>", found),
            24 or 28 or 29 or 32 when IsUnmanaged(value) => View($"{Kernel}.Maps.StorageMap<{v}>", mine),
            27 when IsUnmanaged(value) => ($"global::Waggle.Bpf.Readers.RingReader<{v}>", $"_object.OpenRing<{v}>(\"{name}\")"),
            30 when IsUnmanaged(value) => View($"{Views}.BloomFilterMap<{v}>", found),
            _ => ($"{Kernel}.Maps.KernelMap", mine),
        };
    }

    private static (string Type, string Make) View(string type, params string[] arguments) => (type, $"new {type}({string.Join(", ", arguments)})");

    private static bool IsUnmanaged(ITypeSymbol? type) => type is { IsUnmanagedType: true };

    private static string Text(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) ?? "";
}
