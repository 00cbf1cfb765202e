using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Linux.Machine;

namespace Waggle.Cli.Selection;

/// <summary><c>--kconfig FILE</c>: the configuration of another kernel, or of this one where it does not tell.</summary>
internal sealed class KernelConfigurationOption : Option<string?>
{
    public KernelConfigurationOption() : base("--kconfig")
    {
        Description = "Take what programs ask for of the kernel's configuration (__kconfig) from this file instead of the running kernel's: as /boot/config-VERSION "
            + "or /proc/config.gz has it. For our verifier.";
        HelpName = "FILE";
    }

    /// <summary>The values by name; those of the running kernel if the option is not given, null if it does not tell.</summary>
    /// <exception cref="InputException">The file has no such values.</exception>
    public IReadOnlyDictionary<string, string>? Read(ParseResult parsed)
    {
        if (parsed.GetValue(this) is not { } file) return KernelConfiguration.TryRead()?.Values;
        try
        {
            IReadOnlyDictionary<string, string> values = KernelConfiguration.Read(file).Values;
            return values.Count > 0 ? values : throw new InputException($"'{file}' is no configuration of a kernel: it has no line CONFIG_NAME=VALUE.");
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"'{file}' is no configuration of a kernel: {error.Message}");
        }
    }
}
