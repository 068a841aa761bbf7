package org.invigil.server.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers for errors that the container finds before or beside a controller. */
@Hidden
@RestController
class ProblemErrorController implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<Problem> error(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        CommonProblem common = CommonProblem.of(status == null ? HttpStatus.NOT_FOUND : status);
        if (common == CommonProblem.INVALID_REQUEST
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException) {
            common = CommonProblem.REQUEST_TIMEOUT; // nothing is wrong with it, it broke off: sending it again helps
        }
        Problem problem = common.problem();
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
