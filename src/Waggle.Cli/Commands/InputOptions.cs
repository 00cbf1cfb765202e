using System.CommandLine;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>The options that say what a program is given.</summary>
internal sealed class InputOptions
{
    private readonly Option<string?> _packet = new("--data", "-d")
    {
        Description = "The packet: raw bytes, from its Ethernet header on. [default: 64 bytes of zeros, for programs that take packets]",
        HelpName = "FILE",
    };

    private readonly Option<string?> _context = new("--ctx")
    {
        Description = "The context: raw bytes of struct xdp_md, struct __sk_buff, a raw tracepoint's arguments. [default: zeros]",
        HelpName = "FILE",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Options => [_packet, _context];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_packet);
        command.Options.Add(_context);
    }

    /// <summary>What a program is given.</summary>
    /// <exception cref="UsageException">A packet for a program that takes none.</exception>
    public ProgramInput Read(ParseResult parsed, ProgramSpec program)
    {
        ProgramInput input = EngineProgram.DefaultInput(program.Type);
        if (parsed.GetValue(_packet) is { } packet)
        {
            if (!EngineProgram.TakesPacket(program.Type))
                throw new UsageException($"Program {program} is of a kind that takes no packet.", "Give it a context instead: --ctx FILE");
            input = input with { Packet = File.ReadAllBytes(packet) };
        }

        return parsed.GetValue(_context) is { } context ? input with { Context = File.ReadAllBytes(context) } : input;
    }
}
