using System.Security.Cryptography;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Objects;
using Waggle.Verifier;
using Waggle.Vm;
using Waggle.Vm.Execution;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Jit;

namespace Waggle.Fuzz.Verifier;

/// <summary>Runs a program by its proof, compiled and without checks, and beside it in the interpreter with all checks: both must do the same.</summary>
internal sealed class ProvedRun : IDisposable
{
    private const int ContextSize = 192, MostPacket = 96, LeastPacket = 14, RoomBehind = 4096;

    private readonly RepeatingHost _host = new();
    private readonly VmEngine _engine;
    private readonly MapSet _maps;
    private readonly ObjectExterns _externs;
    private readonly byte[] _context = new byte[ContextSize], _packet = new byte[MostPacket], _left = new byte[MostPacket + RoomBehind];

    public ProvedRun()
    {
        _engine = new VmEngine(new VmOptions { CpuCount = 1, HasTimerThread = false, Host = _host });
        BpfObject all = new() { Name = "fuzz", Maps = [.. FuzzMaps.Specs], Externs = FuzzTypes.Externs, Btf = FuzzTypes.Types };
        (_maps, _externs) = (new MapSet(all, _engine.Cpus), new ObjectExterns(all, _engine.Options, _engine.Helpers));
    }

    /// <summary>Runs a generated program whose runs are known to end.</summary>
    /// <param name="obj">The object that it is in.</param>
    /// <param name="inputs">Number of runs.</param>
    /// <param name="random">What the inputs follow from.</param>
    /// <returns>What differs; null if nothing does.</returns>
    public string? Compare(BpfObject obj, int inputs, RandomSource random)
    {
        ProgramSpec program = obj.Programs[0];
        Verdict verdict = ProgramVerifier.Verify(obj, program, new VerifierOptions { Host = _engine.Helpers.Host });
        if (!verdict.IsAccepted) return null; // of an application it may take more states
        _maps.Renew();
        ProgramImage image = new ProgramLinking(program, _maps.All, _engine.Helpers, _externs).Link([], isTrusted: false), proved = image.With(verdict.Proof);
        using VmProgram careful = new(_engine, program, new InterpretedProgram(image)),
            compiled = new(_engine, program, new CompiledProgram(proved, new InterpretedProgram(proved), new LinkedSources(proved))),
            interpreted = new(_engine, program, new InterpretedProgram(proved));
        for (int i = 0; i < inputs; i++, random.Next())
        {
            string expected = Run(careful, random);
            foreach (VmProgram other in (VmProgram[])[compiled, interpreted])
            {
                string found = Run(other, random);
                if (found != expected && IsLasting(other, found, careful, expected, random))
                    return $"with its proof the {(other == compiled ? "compiled program" : "interpreter")} does something else: {found} instead of {expected}";
            }
        }

        return null;
    }

    public void Dispose()
    {
        _maps.Dispose();
        _engine.Dispose();
    }

    // What a map keeps from one run for the next, and where in a ring a record lies, is no difference of the engines: that changes from run to run.
    private bool IsLasting(VmProgram other, string found, VmProgram careful, string expected, RandomSource random)
    {
        foreach (char which in "coococcocooc")
        {
            if (which == 'c' ? Run(careful, random) != expected : Run(other, random) != found) return false;
        }

        return true;
    }

    private string Run(VmProgram program, RandomSource random)
    {
        _maps.Fill(ref random);
        EdgeNumbers.Fill(_context, ref random);
        EdgeNumbers.Fill(_packet, ref random);
        _host.Begin();
        int length = LeastPacket + random.Below(MostPacket - LeastPacket);
        try
        {
            ProgramRunResult result = program.Run(new ProgramRun
            {
                Context = program.Spec.Type == Bpf.Catalog.ProgramType.Xdp ? [] : _context.AsSpan(0, Math.Min(ContextSize, program.Executable.Image.Context.Size)),
                Packet = _packet.AsSpan(0, length),
                PacketOut = _left,
            });
            return $"returns {result.ReturnValue}, packet {Convert.ToHexStringLower(SHA256.HashData(_left.AsSpan(0, result.PacketLength)).AsSpan(0, 4))} of {result.PacketLength}, maps {_maps.Digest():x8}";
        }
        catch (VmFaultException e)
        {
            return $"faults ({e.Fault.Kind}) at {e.Fault.Instruction}";
        }
    }
}
