using System.Globalization;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Pins;

namespace Waggle.Corpus.KernelTests;

/// <summary>Loads one program of an object through the public API, and sees at the system call what the kernel is handed.</summary>
internal sealed unsafe class WatchedLoad
{
    private readonly KernelName _program;
    private readonly Dictionary<nint, string> _maps = []; // by descriptor
    private readonly List<MapRequest> _requests = [];
    private nint _lastMap = -1;
    private ProgramRequest? _request;
    private Errno _firstError;
    private bool _isAccepted;

    private WatchedLoad(string program) => _program = KernelName.From(program);

    /// <summary>Loads the program.</summary>
    /// <param name="engine">The kernel.</param>
    /// <param name="obj">The object.</param>
    /// <param name="program">Name of the program; the others are left out.</param>
    /// <param name="kernelTypes">What CO-RE is resolved against; null for the running kernel.</param>
    /// <param name="maps">The maps that were asked for.</param>
    public static Verdict Run(KernelEngine engine, BpfObject obj, string program, Btf? kernelTypes, out IReadOnlyList<MapRequest> maps)
    {
        var load = new WatchedLoad(program);
        string reason = "";
        using var pins = PinFolder.OpenDetached(); // a file system of this load's own, as the oracle has one
        BpfCall.t_observer = load.See;
        try
        {
            using LoadedObject loaded = engine.Load(obj, new LoadOptions { Select = p => p.Name == program, Pins = pins, KernelTypes = kernelTypes });
        }
        catch (BpfException error)
        {
            reason = error is VerifierException verifier ? $"errno {(int)load._firstError}, {verifier.Verdict}" : $"errno {(int)load._firstError}, {error.Message}";
        }
        finally
        {
            BpfCall.t_observer = null;
        }
        maps = load._requests;
        return load._request is null ? new Verdict(false, reason, null) : new Verdict(load._isAccepted, load._isAccepted ? "" : reason, load._request);
    }

    private void See(BpfCommand command, nint attr, nint descriptor, Errno error)
    {
        if (command == BpfCommand.BPF_MAP_CREATE) SeeMap(*(MapCreateAttr*)attr, descriptor);
        if (command == BpfCommand.BPF_PROG_LOAD) SeeProgram((ProgramLoadAttr*)attr, descriptor, error);
    }

    private void SeeMap(in MapCreateAttr attr, nint descriptor)
    {
        string name = attr.map_name.ToString();
        if (descriptor >= 0) _maps[descriptor] = name;
        var request = new MapRequest(name, attr.map_type, attr.key_size, attr.value_size, attr.max_entries, attr.map_flags, attr.map_extra, descriptor >= 0);
        // The model of inner maps is created right before the map that takes it.
        if (attr.inner_map_fd != 0 && _requests.Count > 0 && _lastMap == (nint)attr.inner_map_fd)
            _requests[^1] = _requests[^1] with { Name = MapRequest.ModelOf(name) };
        _lastMap = descriptor;
        int known = _requests.FindIndex(r => r.Name == name && r.Type == request.Type);
        if (known < 0) _requests.Add(request);
        else if (_requests[known].Flags == request.Flags) _requests[known] = request; // a second attempt, without types
        // With other flags it is a question about the kernel, whose answer is thrown away.
    }

    private void SeeProgram(ProgramLoadAttr* attr, nint descriptor, Errno error)
    {
        if (!((ReadOnlySpan<byte>)attr->prog_name).SequenceEqual(_program)) return; // a probe of what the kernel can
        if (_request is null) _firstError = error;
        _isAccepted |= descriptor >= 0;
        _request ??= Copy(attr);
    }

    private ProgramRequest Copy(ProgramLoadAttr* attr)
    {
        byte[] bytes = new ReadOnlySpan<byte>((void*)attr->insns, (int)attr->insn_cnt * Instruction.SizeInBytes).ToArray();
        List<string> references = [];
        for (int i = 0; i < attr->insn_cnt; i++)
        {
            Span<byte> slot = bytes.AsSpan(i * Instruction.SizeInBytes, Instruction.SizeInBytes);
            (byte code, int source) = (slot[0], slot[1] >> 4);
            ref int immediate = ref MemoryMarshal.AsRef<int>(slot[4..]);
            ref short offset = ref MemoryMarshal.AsRef<short>(slot[2..]);
            if (code == WideLoad)
            {
                ref int second = ref MemoryMarshal.AsRef<int>(bytes.AsSpan((i + 1) * Instruction.SizeInBytes + 4));
                if (source is (int)PseudoSource.MapDescriptor or (int)PseudoSource.MapValue
                    && (_maps.GetValueOrDefault(immediate) ?? KernelNames.OfMap(immediate)) is { } name)
                {
                    Refer(i, "map", name);
                    immediate = 0;
                }
                else if (source == (int)PseudoSource.Variable)
                {
                    Refer(i, "variable", KernelNames.OfTypes(second));
                    second = 0;
                }
                i++;
            }
            else if (code == Call && source == (int)CallKind.KernelFunction)
            {
                Refer(i, "function", offset == 0 ? "vmlinux" : KernelNames.OfTypes(((int*)attr->fd_array)[offset]));
                offset = 0;
            }
        }
        return new(attr->prog_type, attr->expected_attach_type, attr->prog_flags, attr->attach_btf_id, KernelNames.OfTypes(attr->attach_prog_fd), bytes, references);

        void Refer(int index, string kind, string name) => references.Add(string.Create(CultureInfo.InvariantCulture, $"{index} {kind} {name}"));
    }

    private const byte WideLoad = 0x18;
    private const byte Call = 0x85;
}
