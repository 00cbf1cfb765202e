using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;
using Waggle.Vm;

namespace Waggle.Cli.Commands;

/// <summary>Runs raw instructions on memory and prints r0.</summary>
/// <remarks>What plugins of the public bpf_conformance project do: its runner gives the memory as the first argument, options behind it
/// (an empty one if there are none), and the program on standard input.</remarks>
internal sealed class ExecCommand : Command
{
    private readonly Argument<string[]> _memory = new("MEMORY_HEX")
    {
        Description = "The memory that r1 points to, as hexadecimal bytes; r2 is its length.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _engine = EngineChoice.Option();

    private readonly Option<string?> _program = new("--program") { Description = "The program as hexadecimal bytes, instead of standard input.", HelpName = "BYTES" };

    private readonly Option<bool> _elf = new("--elf") { Description = "The bytes are an object file: run its first program. One of a kind that takes packets is given the memory as its packet." };

    private readonly Option<bool> _debug = new("--debug") { Description = "Print the instructions, and the memory as they left it, to standard error." };

    public ExecCommand(Invocation invocation) : base("exec", "Run raw instructions, given as hexadecimal bytes on standard input, and print r0.")
    {
        Arguments.Add(_memory);
        foreach (Option option in (Option[])[_engine, _program, _elf, _debug]) Options.Add(option);
        HelpWithExamples.AddTo(
            this,
            ("waggle exec --program 69100000000000009500000000000000 '11 22 33 44'", "a load from the memory"),
            ("echo 'b7 00 00 00 07 00 00 00 95 00 00 00 00 00 00 00' | waggle exec", "returns 7"),
            ("bpf_conformance --test_file_directory tests --plugin_path waggle-exec", "with a script that calls: waggle exec \"$@\""));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("exec");
            return Run(invocation, parsed);
        });
    }

    private int Run(Invocation invocation, ParseResult parsed)
    {
        byte[] memory = HexText.Parse(string.Join(' ', parsed.GetValue(_memory)!), "memory");
        byte[] bytes = HexText.Parse(parsed.GetValue(_program) ?? Console.In.ReadToEnd(), "program");
        string engine = parsed.GetValue(_engine)!;
        TextWriter? debug = parsed.GetValue(_debug) ? invocation.Error : null;

        ulong result = parsed.GetValue(_elf) ? RunObject(engine, bytes, memory, debug) : RunCode(engine, Decode(bytes), memory, debug);
        using Stream output = invocation.OpenOutput();
        TextOutput.Write(output, [result.ToString("x", CultureInfo.InvariantCulture)]);
        return ExitCode.Success;
    }

    private static ImmutableArray<Instruction> Decode(byte[] bytes)
    {
        if (bytes.Length == 0) throw new InputException("There is no program: give its instructions as hexadecimal bytes on standard input.");
        if (bytes.Length % Instruction.SizeInBytes != 0)
            throw new InputException($"The program has {bytes.Length} bytes, and instructions have {Instruction.SizeInBytes} each.");
        try
        {
            return [.. InstructionDecoder.Decode(bytes)];
        }
        catch (InvalidInstructionException e)
        {
            throw new InputException($"The program is invalid: {e.Message}");
        }
    }

    private static ulong RunCode(string engine, ImmutableArray<Instruction> code, byte[] memory, TextWriter? debug)
    {
        Print(debug, new ProgramSpec { Name = "", Section = "", Type = ProgramType.Unspecified, Instructions = code });
        ulong result = engine == EngineChoice.Kernel ? KernelMemoryRun.Run(code, memory) : RunEmbedded(engine, code, memory);
        debug?.WriteLine($"memory: {Convert.ToHexStringLower(memory)}");
        return result;
    }

    private static ulong RunEmbedded(string name, ImmutableArray<Instruction> code, byte[] memory)
    {
        using VmEngine engine = EngineChoice.OpenEmbedded(name);
        using VmProgram program = engine.Load(code);
        return program.Run(memory).Value;
    }

    private static ulong RunObject(string engine, byte[] bytes, byte[] memory, TextWriter? debug)
    {
        BpfObject obj = ObjectFile.Parse(bytes, "the object");
        ProgramSpec first = obj.Programs[0];
        Print(debug, first);
        bool isPlain = first.Type is ProgramType.Syscall or ProgramType.Unspecified;
        if (isPlain && first.MapReferences.IsEmpty && first.ExternReferences.IsEmpty) return RunCode(engine, first.Instructions, memory, debug: null);
        using EngineProgram program = EngineProgram.Load(engine, obj, first, safety: VmSafety.Checked);
        return program.Run(new ProgramInput(isPlain ? [] : memory, isPlain ? memory : [])).ReturnValue;
    }

    private static void Print(TextWriter? debug, ProgramSpec program)
    {
        foreach (string line in debug is null ? [] : ProgramListing.Lines(program)) debug!.WriteLine(line);
    }
}
