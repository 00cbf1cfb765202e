using System.Text;

namespace Waggle.Vm.Packets.Captures;

/// <summary>Writes pcapng: one section, each interface when its first packet comes, times in nanoseconds.</summary>
internal sealed class PcapNgWriter : CaptureWriter
{
    private const ulong UnknownLength = ulong.MaxValue;

    private readonly Dictionary<CaptureInterface, uint> _interfaces = new(ReferenceEqualityComparer.Instance);
    private CaptureInterface? _last; // packets come in runs
    private uint _lastNumber;

    internal PcapNgWriter(CaptureOutput output, bool isBigEndian) : base(output, isBigEndian)
    {
        byte[] application = "Waggle"u8.ToArray();
        int length = PcapNgFormat.SectionFixed + SizeOf(application.Length) + PcapNgFormat.OptionHeader;
        uint total = Begin(PcapNgFormat.SectionHeader, length);
        Span<byte> content = Output.Reserve(PcapNgFormat.SectionFixed);
        Order.Put(content, PcapNgFormat.ByteOrderMagic);
        Order.Put(content[4..], PcapNgFormat.MajorVersion);
        Order.Put(content[6..], (ushort)0);
        Order.Put(content[8..], UnknownLength);
        Option(PcapNgFormat.Application, application);
        EndOptions();
        End(total);
    }

    public override void Write(in CapturedPacket packet)
    {
        if (packet.Timestamp < 0) throw new NotSupportedException("A time before 1970 can't be written.");
        if (packet.Comment.Length > ushort.MaxValue) throw new NotSupportedException($"A comment has at most {ushort.MaxValue} bytes, and this one has {packet.Comment.Length}.");
        uint number = ReferenceEquals(packet.Interface, _last) ? _lastNumber : NumberOf(packet.Interface);
        int options = (packet.Flags != 0 ? SizeOf(sizeof(uint)) : 0) + (packet.Queue != 0 ? SizeOf(sizeof(uint)) : 0)
            + (packet.Verdict is not null ? SizeOf(PcapNgFormat.VerdictSize) : 0) + (packet.Comment.IsEmpty ? 0 : SizeOf(packet.Comment.Length));
        if (options > 0) options += PcapNgFormat.OptionHeader;

        uint total = Begin(PcapNgFormat.EnhancedPacket, PcapNgFormat.PacketFixed + PcapNgFormat.Pad(packet.Data.Length) + options);
        Span<byte> content = Output.Reserve(PcapNgFormat.PacketFixed);
        Order.Put(content, number);
        Order.Put(content[4..], (uint)((ulong)packet.Timestamp >> 32));
        Order.Put(content[8..], (uint)packet.Timestamp);
        Order.Put(content[12..], (uint)packet.Data.Length);
        Order.Put(content[16..], packet.OriginalLength);
        Output.WritePadded(packet.Data);
        if (!packet.Comment.IsEmpty) Option(PcapNgFormat.Comment, packet.Comment);
        if (packet.Flags != 0) Option(PcapNgFormat.Flags, packet.Flags);
        if (packet.Queue != 0) Option(PcapNgFormat.Queue, packet.Queue);
        if (packet.Verdict is { } verdict)
        {
            Span<byte> value = stackalloc byte[PcapNgFormat.VerdictSize];
            value[0] = (byte)verdict.By;
            Order.Put(value[1..], verdict.Value);
            Option(PcapNgFormat.Verdict, value);
        }

        if (options > 0) EndOptions();
        End(total);
    }

    private protected override void Complete()
    {
        // Some tools refuse a file that does not say of what kind its packets would be.
        if (_interfaces.Count == 0) NumberOf(new CaptureInterface());
    }

    private uint NumberOf(CaptureInterface source)
    {
        if (!_interfaces.TryGetValue(source, out uint number))
        {
            number = (uint)_interfaces.Count;
            _interfaces.Add(source, number);
            Describe(source);
        }

        (_last, _lastNumber) = (source, number);
        return number;
    }

    private void Describe(CaptureInterface source)
    {
        ReadOnlySpan<byte> name = TextOf(source.Name), description = TextOf(source.Description);
        int length = PcapNgFormat.InterfaceFixed + SizeOf(1) + PcapNgFormat.OptionHeader
            + (name.Length > 0 ? SizeOf(name.Length) : 0) + (description.Length > 0 ? SizeOf(description.Length) : 0);
        uint total = Begin(PcapNgFormat.InterfaceDescription, length);
        Span<byte> content = Output.Reserve(PcapNgFormat.InterfaceFixed);
        Order.Put(content, (ushort)source.LinkType);
        Order.Put(content[2..], (ushort)0);
        Order.Put(content[4..], source.SnapLength);
        if (name.Length > 0) Option(PcapNgFormat.Name, name);
        if (description.Length > 0) Option(PcapNgFormat.Description, description);
        Option(PcapNgFormat.Resolution, [TimestampResolution.Nanoseconds]);
        EndOptions();
        End(total);
    }

    private static ReadOnlySpan<byte> TextOf(string? text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
        return bytes.AsSpan(0, Math.Min(bytes.Length, ushort.MaxValue)); // what an option can hold
    }

    private static int SizeOf(int optionLength) => PcapNgFormat.OptionHeader + PcapNgFormat.Pad(optionLength);

    private uint Begin(uint type, int contentLength)
    {
        uint total = (uint)(PcapNgFormat.BlockHeader + contentLength + PcapNgFormat.BlockTrailer);
        Span<byte> header = Output.Reserve(PcapNgFormat.BlockHeader);
        Order.Put(header, type);
        Order.Put(header[4..], total);
        return total;
    }

    private void End(uint total) => Order.Put(Output.Reserve(PcapNgFormat.BlockTrailer), total);

    private void Option(ushort code, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Order.Put(bytes, value);
        Option(code, bytes);
    }

    private void Option(ushort code, ReadOnlySpan<byte> value)
    {
        Span<byte> header = Output.Reserve(PcapNgFormat.OptionHeader);
        Order.Put(header, code);
        Order.Put(header[2..], (ushort)value.Length);
        Output.WritePadded(value);
    }

    private void EndOptions() => Output.Reserve(PcapNgFormat.OptionHeader).Clear();
}
