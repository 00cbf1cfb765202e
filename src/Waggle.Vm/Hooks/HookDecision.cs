namespace Waggle.Vm.Hooks;

/// <summary>What a hook answers.</summary>
/// <param name="Value">The value that a program returned, or one of <see cref="HookOptions"/>.</param>
/// <param name="Link">The program that decided, or that failed closed; null if none did, and the value is the default.</param>
public readonly record struct HookDecision(int Value, HookLink? Link);
