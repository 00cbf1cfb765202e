using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Packets;

/// <summary>Runs a program for packets: XDP, traffic control (<c>tc</c>, <c>tcx</c>, actions) or a socket filter.</summary>
/// <remarks>
/// Of one thread at a time: as an interface has queues, have a hook for each thread; they may share a program and its maps. Allocates nothing for a
/// packet, but for faults and for copies that the program sends. Nothing is sent anywhere: the verdict says what is to be done.
/// </remarks>
public sealed unsafe class PacketHook : IDisposable
{
    private const int Idle = 0, Running = 1, Disposed = 2;

    private readonly VmEngine _engine;
    private readonly Executable _executable;
    private readonly ContextShape _shape;
    private readonly PacketRules _rules;
    private readonly RunContext _run;
    private readonly bool _isFrame, _isSocketFilter, _startsAtNetworkHeader;
    private readonly PacketCount[] _counts = new PacketCount[(int)PacketVerdictKind.Abort + 1];
    private long _changed, _copies, _faults;
    private int _state; // Idle, Running, Disposed

    /// <summary>Makes a hook for a program.</summary>
    /// <param name="program">The program; when it is disposed, the hook is too.</param>
    /// <param name="options">Settings, or null for the usual ones.</param>
    /// <exception cref="ArgumentException">The program is of a kind that takes no packets.</exception>
    /// <exception cref="ObjectDisposedException">The program is disposed.</exception>
    public PacketHook(VmProgram program, PacketHookOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ProgramType type = program.Spec.Type;
        _rules = PacketRules.Of(type, program.Spec.ExpectedAttachType)
            ?? throw new ArgumentException($"{program} is of type {type}: packets go to xdp, tc, tcx, action and socket programs.", nameof(program));
        Program = program;
        (_engine, _executable, _shape) = (program.Engine, program.Executable, program.Executable.Image.Context);
        (_isFrame, _isSocketFilter) = (type == ProgramType.Xdp, type == ProgramType.SocketFilter);
        _startsAtNetworkHeader = _isSocketFilter && (options?.StartsAtNetworkHeader ?? false);
        program.AddLink(this);
        _run = new RunContext { Host = _engine.Options.Host };
    }

    /// <summary>The program.</summary>
    public VmProgram Program { get; }

    /// <summary>What became of the packets so far.</summary>
    public PacketStatistics Statistics
    {
        get
        {
            PacketCount total = default;
            foreach (PacketCount count in _counts) total = new(total.Packets + count.Packets, total.Bytes + count.Bytes);
            return new()
            {
                Total = total,
                Passed = _counts[(int)PacketVerdictKind.Pass],
                Dropped = _counts[(int)PacketVerdictKind.Drop],
                Transmitted = _counts[(int)PacketVerdictKind.Transmit],
                Redirected = _counts[(int)PacketVerdictKind.Redirect],
                Aborted = _counts[(int)PacketVerdictKind.Abort],
                Changed = _changed,
                Copies = _copies,
                Faults = _faults,
            };
        }
    }

    /// <summary>Runs the program on the bytes of a packet, from its Ethernet header on.</summary>
    /// <param name="packet">The packet, which stays as it is.</param>
    /// <returns>What becomes of it, good until the next run.</returns>
    /// <exception cref="ObjectDisposedException">The hook, or its program, is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the hook.</exception>
    public PacketVerdict Run(scoped ReadOnlySpan<byte> packet) => Run(new CapturedPacket(packet));

    /// <summary>Runs the program on a packet.</summary>
    /// <param name="packet">The packet, which stays as it is. The program sees its interface, queue, time and original length in its context.</param>
    /// <returns>What becomes of it, good until the next run.</returns>
    /// <exception cref="ObjectDisposedException">The hook, or its program, is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the hook.</exception>
    public PacketVerdict Run(scoped CapturedPacket packet)
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) != Idle) ThrowBusy();
        VirtualCpu cpu = _engine.Cpus.Enter();
        try
        {
            Load(packet, cpu.Number);
            return Decide(packet.Data, (uint)_executable.Run(_run, (ulong)_run.Context, 0, _run.StackTop));
        }
        catch (FaultException e)
        {
            _faults++;
            Count(PacketVerdictKind.Abort, packet.Data.Length);
            return new(PacketVerdictKind.Abort, 0, null, default, isChanged: false) { Fault = e.Fault };
        }
        finally
        {
            _run.End();
            _engine.Cpus.Exit(cpu);
            Volatile.Write(ref _state, Idle);
        }
    }

    /// <summary>Frees the hook's memory. The program stays loaded.</summary>
    public void Dispose()
    {
        // Another thread may be running a packet, and the memory is freed.
        SpinWait wait = default;
        for (int state; (state = Interlocked.CompareExchange(ref _state, Disposed, Idle)) != Idle; wait.SpinOnce())
        {
            if (state == Disposed) return;
        }

        Program.RemoveLink(this);
        _run.Dispose();
    }

    private void ThrowBusy()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _state) == Disposed, this);
        throw new InvalidOperationException("The hook is running a packet already: have one for each thread.");
    }

    private void Load(scoped CapturedPacket packet, int cpu)
    {
        LinkLayer link = LinkLayer.Of(packet.Interface.LinkType);
        int header = Math.Min(link.HeaderSize, packet.Data.Length);
        _run.ClearContext(_shape);
        _run.Packet.Load(packet.Data);
        if (_startsAtNetworkHeader) _run.Packet.SkipLinkHeader(header);
        else _run.Packet.NetworkOffset = link.HeaderSize;
        _run.Begin(_executable, cpu, (ulong)_run.Context, _engine.Options.InstructionBudget);
        _run.PublishPacket();
        if (_isFrame)
        {
            Put(FrameFields.IngressInterface, (uint)packet.Interface.Number);
            Put(FrameFields.Queue, packet.Queue);
            return;
        }

        if (packet.Interface.LinkType != LinkType.Ethernet)
        {
            Put(SocketBufferFields.PacketType, 0);
            Put(SocketBufferFields.Protocol, link.ProtocolOf(packet.Data));
        }

        Put(SocketBufferFields.QueueMapping, packet.Queue);
        Put(SocketBufferFields.IngressInterface, (uint)packet.Interface.Number);
        Put(SocketBufferFields.Interface, (uint)packet.Interface.Number);
        Put(SocketBufferFields.WireLength, Math.Max(packet.OriginalLength, (uint)packet.Data.Length));
        Unsafe.WriteUnaligned(_run.Context + SocketBufferFields.Timestamp, packet.Timestamp);
    }

    private void Put(int field, uint value) => Unsafe.WriteUnaligned(_run.Context + field, value);

    private PacketVerdict Decide(scoped ReadOnlySpan<byte> given, uint value)
    {
        PacketBuffer packet = _run.Packet;
        PacketVerdictKind kind = _rules.KindOf(value);
        if (kind == PacketVerdictKind.Redirect && packet.Redirect is null) kind = PacketVerdictKind.Abort; // xdp_do_redirect, skb_do_redirect: to no device
        ReadOnlySpan<byte> left = packet.Bytes;
        if (_isSocketFilter && value < (uint)left.Length) left = left[..(int)value];
        if (_startsAtNetworkHeader) given = given[-packet.LinkOffset..];
        bool isForwarded = kind is not (PacketVerdictKind.Drop or PacketVerdictKind.Abort);
        bool isChanged = isForwarded && !left.SequenceEqual(given);
        Count(kind, given.Length);
        if (isChanged) _changed++;
        _copies += packet.Clones.Count;
        return new(kind, value, packet, left, isChanged);
    }

    private void Count(PacketVerdictKind kind, int bytes) => _counts[(int)kind] = _counts[(int)kind].And(bytes);
}
