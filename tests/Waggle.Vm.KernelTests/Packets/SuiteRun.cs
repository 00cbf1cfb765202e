using System.Globalization;
using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>What a program does in an engine with all its inputs, as lines that can be compared.</summary>
internal static class SuiteRun
{
    /// <summary>The line of an input that a test run does not take, such as an IPv4 header that is cut off. The embedded engine takes them all.</summary>
    public const string Refused = "refused";

    private const int RoomBehindPacket = 8192;

    // What a test run gives back of the contexts, as (offset, size): convert_skb_to___skb and xdp_convert_buff_to_md in net/bpf/test_run.c.
    private static readonly (int, int)[] s_bufferFields = [(8, 4), (32, 4), (36, 4), (40, 4), (48, 20), (152, 8), (160, 4), (164, 4), (176, 4), (184, 8)];
    private static readonly (int, int)[] s_frameFields = [(0, 4), (4, 4), (8, 4), (12, 4), (16, 4)];

    /// <summary>Runs a program on each input.</summary>
    /// <param name="loaded">The object.</param>
    /// <param name="program">Its program.</param>
    /// <param name="mapsToLeaveOut">Maps whose content is not looked at.</param>
    /// <param name="before">What another engine gave: inputs that it refused are left out here, for they may not count.</param>
    /// <returns>A line for each input, then one for each element of each map.</returns>
    public static List<string> Run(LiveObject loaded, SuiteProgram program, IReadOnlyList<string> mapsToLeaveOut, List<string>? before = null)
    {
        LiveProgram live = loaded.FindProgram(program.Spec.Name);
        List<string> lines = [];
        foreach ((byte[] packet, byte[] context) in SuiteInputs.For(program.Spec.Type))
            lines.Add(before?[lines.Count] == Refused ? Refused : RunOnce(live, program.Spec.Type, packet, context));
        foreach (string map in program.Part().Maps.Select(m => m.Name).Order(StringComparer.Ordinal).Except(mapsToLeaveOut)) lines.AddRange(Describe(loaded.FindMap(map)));
        return lines;
    }

    private static string RunOnce(LiveProgram live, ProgramType type, byte[] packet, byte[] context)
    {
        bool takesPacket = packet.Length > 0, givesContext = takesPacket || type == ProgramType.Syscall;
        byte[] packetOut = new byte[takesPacket ? packet.Length + RoomBehindPacket : 0];
        byte[] contextOut = new byte[givesContext && context.Length > 0 ? context.Length : 0];
        ProgramRunResult result;
        try
        {
            result = live.Run(new ProgramRun { Packet = packet, PacketOut = packetOut, Context = context, ContextOut = contextOut, Repeat = takesPacket ? 1 : 0 });
        }
        catch (Exception e) when (e is BpfException { Errno: Errno.Invalid } or VmFaultException)
        {
            return e is BpfException ? Refused : $"fault: {e.Message}";
        }

        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"returned {result.ReturnValue:x}");
        if (takesPacket) line.Append(CultureInfo.InvariantCulture, $", packet {Convert.ToHexString(packetOut.AsSpan(0, result.PacketLength))}");
        if (contextOut.Length == 0) return line.ToString();
        line.Append(", context");
        (int, int)[] fields = type switch { ProgramType.Xdp => s_frameFields, ProgramType.Syscall => [(0, contextOut.Length)], _ => s_bufferFields };
        foreach ((int offset, int size) in fields) line.Append(CultureInfo.InvariantCulture, $" {offset}:{Convert.ToHexString(contextOut.AsSpan(offset, size))}");
        return line.ToString();
    }

    private static IEnumerable<string> Describe(LiveMap map)
    {
        // Elements that stand for maps and programs are numbers of the engine; those of rings are compared by their own tests.
        if (!map.IsListable || map.Type is MapType.ArrayOfMaps or MapType.HashOfMaps or MapType.ProgramArray or MapType.SockMap or MapType.SockHash or MapType.XskMap
            or MapType.ReuseportSockArray) return [];
        return map.ReadElements()
            .Select(e => $"map {map.Name}[{Convert.ToHexString(e.Key.Span)}] = {Value(map, e.Value.Span)}")
            .Where(line => map.Type != MapType.Array || line.AsSpan(line.LastIndexOf(' ') + 1).ContainsAnyExcept('0'))
            .Order(StringComparer.Ordinal);
    }

    // Which CPU a run was on is chance, so values of all CPUs are added up, in numbers of 8 bytes.
    private static string Value(LiveMap map, ReadOnlySpan<byte> value)
    {
        if (!map.Type.IsPerCpu()) return Convert.ToHexString(value);
        int stride = (map.ValueSizeInBytes + 7) & ~7;
        ulong[] sums = new ulong[stride / 8];
        for (int i = 0; i + 8 <= value.Length; i += 8) sums[i % stride / 8] += BitConverter.ToUInt64(value[i..]);
        return string.Join(' ', sums.Select(s => s.ToString("x", CultureInfo.InvariantCulture)));
    }
}
