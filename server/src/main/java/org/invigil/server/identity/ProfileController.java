package org.invigil.server.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts, for admins. */
@RestController
@RequestMapping("/api/profiles")
@Tag(name = "people")
class ProfileController {

    private final Profiles profiles;

    ProfileController(Profiles profiles) {
        this.profiles = profiles;
    }

    record ProfileList(List<Profile> profiles) {}

    record CreateProfile(
            @NotNull
            @Pattern(
                    regexp = "[A-Za-z0-9][A-Za-z0-9._@+-]{1,63}",
                    message = "must be 2 to 64 letters, digits or any of . _ @ + -")
            String username,

            @NotBlank @VisibleText @Size(max = 120) String displayName,
            @NotEmpty Set<@NotNull PersonRole> roles,
            @Nullable Set<@NotNull PersonRole> everyExamRoles,
            @Nullable @Size(max = 200) String password) {}

    /** Without {@code everyExamRoles} proctors and reviewers hold theirs for every exam, authors do not. */
    record NewRoles(
            @NotEmpty Set<@NotNull PersonRole> roles,
            @Nullable Set<@NotNull PersonRole> everyExamRoles) {}

    record NewPassword(@Nullable @Size(max = 200) String password) {}

    /** The password is given back once, and only if it was made by the server. */
    record ProfileAndPassword(Profile profile, @Nullable String password) {
        static ProfileAndPassword of(Profiles.WithPassword made) {
            return new ProfileAndPassword(made.profile(), made.password());
        }
    }

    @GetMapping
    @Operation(operationId = "listProfiles", summary = "All accounts")
    ProfileList list(Actor actor) {
        return new ProfileList(profiles.list(actor));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createProfile", summary = "Create an account; without a password one is made")
    ProfileAndPassword create(Actor actor, @Valid @RequestBody CreateProfile input) {
        return ProfileAndPassword.of(profiles.create(
                actor,
                input.username(),
                input.displayName(),
                RoleGrant.of(input.roles(), input.everyExamRoles()),
                input.password()));
    }

    @PutMapping("/{profile_id}/roles")
    @Operation(operationId = "changeRoles", summary = "Give a person other roles; signs the person out if they change")
    Profile changeRoles(Actor actor, @PathVariable("profile_id") UUID profileId, @Valid @RequestBody NewRoles input) {
        return profiles.changeRoles(actor, profileId, RoleGrant.of(input.roles(), input.everyExamRoles()));
    }

    @PostMapping("/{profile_id}/password")
    @Operation(operationId = "changePassword", summary = "Set a password, or have one made; signs the person out")
    ProfileAndPassword changePassword(
            Actor actor, @PathVariable("profile_id") UUID profileId, @Valid @RequestBody NewPassword input) {
        return ProfileAndPassword.of(profiles.changePassword(actor, profileId, input.password()));
    }

    @PostMapping("/{profile_id}/disable")
    @Operation(operationId = "disableProfile", summary = "Bar a person from signing in and sign them out everywhere")
    Profile disable(Actor actor, @PathVariable("profile_id") UUID profileId) {
        return profiles.setDisabled(actor, profileId, true);
    }

    @PostMapping("/{profile_id}/enable")
    @Operation(operationId = "enableProfile", summary = "Let a person sign in again")
    Profile enable(Actor actor, @PathVariable("profile_id") UUID profileId) {
        return profiles.setDisabled(actor, profileId, false);
    }
}
